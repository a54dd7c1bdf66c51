import { plain } from './words.ts';

const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(
  ' ',
);
const cardinals =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen'.split(
    ' ',
  );
const numbers: Record<string, number> = Object.fromEntries(
  [ordinals, cardinals].flatMap((names) => names.map((name, index) => [name, index + 1] as const)),
);
const number = `(\\d{1,2}|${Object.keys(numbers).join('|')})`;

/** Grades that words stand for. */
const stages: [RegExp, number][] = [
  [/\bkindergart(en|ener)\b|\bpreschool(er)?\b|\beli5\b/, 1],
  [/\bmiddle[ -]?school(er|ers)?\b|\bjunior high\b/, 7],
  [/\bhigh[ -]?school(er|ers)?\b/, 10],
  [/\b(elementary|primary)[ -]?school(er|ers)?\b/, 4],
  [/\bfreshman\b/, 9],
  [/\bsophomore\b/, 10],
  [/\b(college|university|undergrad(uate)?|grown[ -]?up|adult)s?\b/, 12],
];

/** How a grade is said with a number, and what the number means. */
const numbered: [RegExp, (value: number) => number][] = [
  [new RegExp(`\\bgrade\\s*(?:level\\s*)?${number}\\b`), (value) => value],
  [new RegExp(`\\b${number}(?:st|nd|rd|th)?[ -]*grade(?:r|rs|s)?\\b`), (value) => value],
  // School years in England start one before grades do.
  [new RegExp(`\\byear\\s+${number}\\b(?!\\s*(?:ago|old|of))`), (value) => value - 1],
  [new RegExp(`\\bclass\\s+${number}\\b`), (value) => value],
  [new RegExp(`\\b${number}[ -]*(?:years?[ -]*old|yr[ -]*old|yo)\\b`), (value) => value - 5],
  [new RegExp(`\\b(?:age|aged)\\s+${number}\\b`), (value) => value - 5],
  [new RegExp(`\\blike i'?\\s?a?m ${number}\\b`), (value) => value - 5],
];

/** A grade found in a text, with the words that say it. */
export interface FoundGrade {
  grade: number;
  /** The text without those words. */
  rest: string;
}

/** The learner's grade as they say it ("for a 5th grader", "I'm 10 years old"), 1 to 12; undefined if they do not. */
export function findGrade(text: string): FoundGrade | undefined {
  const said = plain(text);
  for (const [pattern, gradeOf] of numbered) {
    const match = pattern.exec(said);
    const value = match?.[1] === undefined ? undefined : (numbers[match[1]] ?? Number(match[1]));
    if (match && value !== undefined)
      return { grade: clamp(gradeOf(value)), rest: said.replace(match[0], ' ') };
  }
  for (const [pattern, grade] of stages) {
    const match = pattern.exec(said);
    if (match) return { grade, rest: said.replace(match[0], ' ') };
  }
  return undefined;
}

function clamp(grade: number): number {
  return Math.min(12, Math.max(1, grade));
}
