import { stemmer } from 'stemmer';

/** Words for comparison: lower case, without punctuation around them; "50%" and "push-up" stay one word. */
export function plainWords(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .split(/\s+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))
    .filter(Boolean);
}

/** Two forms of one word: "push" and "pushes", "force" and "forces" (Porter stems). */
export function sameWord(a: string, b: string): boolean {
  if (a === b) return true;
  // A stem keeps its word's first letters: most pairs are told apart without stemming.
  if (a.slice(0, 2) !== b.slice(0, 2)) return false;
  return stemmer(a.replace(/'s$/, '')) === stemmer(b.replace(/'s$/, ''));
}

/**
 * Index of the first word in `words` at which `phrase` stands as a run of words, in any inflection unless `same` says
 * otherwise; -1 if nowhere.
 */
export function phraseIndex(words: readonly string[], phrase: readonly string[], same = sameWord): number {
  if (phrase.length === 0) return -1;
  for (let at = 0; at + phrase.length <= words.length; at++)
    if (phrase.every((word, offset) => same(words[at + offset] ?? '', word))) return at;
  return -1;
}

/**
 * How nearly two texts are the same words, 0 to 1: distinct words in both, divided by distinct words in either.
 * 1 = a text read aloud as it stands; a keyword inside a sentence scores low.
 */
export function wordOverlap(a: string, b: string): number {
  const left = new Set(plainWords(a));
  const right = new Set(plainWords(b));
  const shared = [...left].filter((word) => right.has(word)).length;
  const either = left.size + right.size - shared;
  return either === 0 ? 0 : shared / either;
}

const secondPerson = new Set(['you', 'your', 'yours', 'yourself', 'yourselves']);

/** Whether a sentence speaks to the learner as "you" (rule 5). */
export function addressesLearner(text: string): boolean {
  return plainWords(text).some((word) => secondPerson.has(word.replace(/'.*$/, '')));
}

/** Whether a sentence ends as a question. */
export function isQuestion(text: string): boolean {
  return /\?["'”’)]*$/.test(text.trim());
}

const functionWords = new Set(
  (
    'a about all also an and another any are as at be because been between both but by can do does each for from get ' +
    'has have how if in into is it its just made make makes many more most no not of off on one only or other out over ' +
    'so some than that the their them then these they this those through to two up use used was what when where which ' +
    'who why will with without you your'
  ).split(' '),
);

/** The words of a text that carry its meaning. */
export function contentWords(text: string): string[] {
  return plainWords(text).filter((word) => !functionWords.has(word));
}
