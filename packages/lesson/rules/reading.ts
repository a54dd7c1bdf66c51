import { syllable } from 'syllable';
import { plainWords } from './wording.ts';

/** Syllables of one word; a number counts one for each digit, which is about how long it is when spoken. */
function syllablesOf(word: string): number {
  const digits = word.replace(/\D/g, '').length;
  return Math.max(1, digits + syllable(word.replace(/\d/g, '')));
}

/** Words and syllables of sentences: the two figures a reading grade is made of. */
export interface ReadingCounts {
  sentences: number;
  words: number;
  syllables: number;
}

/** Counts `text` as one sentence. */
export function readingCounts(text: string): ReadingCounts {
  const words = plainWords(text);
  return {
    sentences: 1,
    words: words.length,
    syllables: words.reduce((sum, word) => sum + syllablesOf(word), 0),
  };
}

/** Flesch–Kincaid grade (Kincaid et al. 1975) of counted sentences; 0 without words. */
export function gradeOfCounts({ sentences, words, syllables }: ReadingCounts): number {
  if (words === 0) return 0;
  return 0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59;
}

/** Flesch–Kincaid reading grade of a text given sentence by sentence. */
export function readingGrade(sentences: readonly string[]): number {
  const total: ReadingCounts = { sentences: 0, words: 0, syllables: 0 };
  for (const sentence of sentences) {
    const counts = readingCounts(sentence);
    total.sentences += 1;
    total.words += counts.words;
    total.syllables += counts.syllables;
  }
  return gradeOfCounts(total);
}
