import { distance } from 'fastest-levenshtein';

/** Words that carry no subject: question words, courtesies, verbs of asking. */
const fillers = new Set(
  `a an the is are was were be do does did can could would will shall should may might must i me my mine we us our you your it its they them this that these those
  what whats why how hows when where which who whom whose explain explains teach tell show describe define understand learn learning know help please give want need
  about of for to in on at by with from into and or but so if then than as like using use via through lesson video something anything stuff thing things some any
  really very just more most happen happens work works mean means get gets make makes made there have has had im ive id kid child student grade grader class simple simply basics basic
  introduction intro overview quick quickly short hey hi hello thanks thank`.split(/\s+/),
);

/** Lower case, plain apostrophes, no punctuation; "newton’s 3rd-law?" becomes ["newton's", "3rd", "law"]. */
export function tokens(text: string): string[] {
  return text
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[’‘`´]/g, "'")
    .split(/[^\p{L}\p{N}'+]+/u)
    .map((word) => word.replace(/^'+|'+$/g, ''))
    .filter(Boolean);
}

/** The words that name a subject. */
export function contentWords(words: readonly string[]): string[] {
  return words.filter((word) => !fillers.has(word.replaceAll("'", '')));
}

/** Folds plurals, possessives and ordinals, so that "cells" meets "cell" and "3rd" meets "third". */
export function stem(word: string): string {
  const ordinals: Record<string, string> = { '1st': 'first', '2nd': 'second', '3rd': 'third' };
  const plain = ordinals[word] ?? word.replace(/'s$|s'$/, 's').replaceAll("'", '');
  return plain.length > 3 ? plain.replace(/ies$/, 'y').replace(/(?<!s)s$/, '') : plain;
}

/** Whether two words are the same, plurals and one or two typing errors in longer words forgiven. */
export function alike(a: string, b: string): boolean {
  const [left, right] = [stem(a), stem(b)];
  if (left === right) return true;
  const shorter = Math.min(left.length, right.length);
  const same = (letters: number) => left.slice(0, letters) === right.slice(0, letters);
  if (shorter >= 8 && same(3)) return distance(left, right) <= 2;
  return shorter >= 4 && Math.max(left.length, right.length) >= 5 && same(1) && distance(left, right) <= 1;
}

/** Index in `words` at which `phrase` stands, word for word in the sense of `same`; -1 when it does not. */
export function phraseAt(
  words: readonly string[],
  phrase: readonly string[],
  same: (a: string, b: string) => boolean,
): number {
  if (phrase.length === 0) return -1;
  for (let at = 0; at + phrase.length <= words.length; at++)
    if (phrase.every((word, index) => same(word, words[at + index] ?? ''))) return at;
  return -1;
}
