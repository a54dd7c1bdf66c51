import { distance } from 'fastest-levenshtein';
import type { Word } from './words.ts';

/** How well two words agree: the same stem, or one slip of the keyboard (two in long words) apart. */
export type Agreement = 'same' | 'typo' | 'different';

/** Compares a typed word with a known one. Short words must be right; letters that changed places are one slip. */
export function compareWords(typed: Word, known: Word): Agreement {
  if (typed.stem === known.stem || typed.text === known.text) return 'same';
  const shorter = Math.min(typed.text.length, known.text.length);
  if (shorter < 4 || !typed.text.startsWith(known.text.charAt(0)))
    return firstSlipped(typed.text, known.text);
  const slips = distance(typed.text, known.text);
  if (slips <= (shorter >= 8 ? 2 : 1)) return 'typo';
  return slips === 2 && sameLetters(typed.text, known.text) ? 'typo' : 'different';
}

/** The first letter is rarely the wrong one: only in long words, such as "fotosynthesis". */
function firstSlipped(typed: string, known: string): Agreement {
  const shorter = Math.min(typed.length, known.length);
  return shorter >= 8 && distance(typed, known) <= 2 ? 'typo' : 'different';
}

function sameLetters(a: string, b: string): boolean {
  return a.at(-1) === b.at(-1) && sorted(a) === sorted(b);
}

/** The letters of a plain word in alphabetical order. */
function sorted(word: string): string {
  return Array.from(word).sort().join('');
}
