const words: Record<string, number> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  eleventh: 11,
  twelfth: 12,
};

/** The school grade that a question names ("for a 5th grader", "I'm in grade 9", "year 7 level"); null when none. */
export function gradeIn(query: string): number | null {
  const text = query.toLowerCase();
  const found =
    /\bgrade\s*(\d{1,2})\b/.exec(text)?.[1] ??
    /\b(\d{1,2})(?:st|nd|rd|th)?[\s-]*grade(?:r|rs)?\b/.exec(text)?.[1] ??
    /\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)[\s-]*grade(?:r|rs)?\b/.exec(
      text,
    )?.[1];
  if (found === undefined) return null;
  const grade = words[found] ?? Number(found);
  return grade >= 1 && grade <= 12 ? grade : null;
}
