import bidiFactory, { type Bidi } from 'bidi-js';
import { right, type Rect } from './geometry.ts';

export type Direction = 'ltr' | 'rtl';

// Its types describe the ES build; Node loads the CommonJS one, which is the function itself.
const bidi = (bidiFactory as unknown as () => Bidi)();
/** Scripts that are written from right to left, and the marks that ask for it. */
const rightToLeft =
  /[\u0590-\u08FF\u200F\u202B\u202E\u2067\uFB1D-\uFDFF\uFE70-\uFEFE\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** The direction of a text: that of its first letter (UAX 9, rule P2). */
export function directionOf(text: string): Direction {
  if (!rightToLeft.test(text)) return 'ltr';
  const level = bidi.getEmbeddingLevels(text, 'auto').paragraphs[0]?.level ?? 0;
  return level % 2 === 1 ? 'rtl' : 'ltr';
}

/** A bracket whose partner stands in another word. */
const openBracket = /[([{][^)\]}]*$|^[^([{]*[)\]}]/;

/**
 * The direction in which a word of a line is drawn by itself: that of the line. A bracket around several words of the
 * other direction goes with those: `(net` and `force)` in an Arabic line.
 */
export function wordDirection(word: string, line: Direction): Direction {
  const letters = word.replace(/[^\p{L}\p{N}]/gu, '');
  return openBracket.test(word) && letters !== '' ? directionOf(letters) : line;
}

/** The words of a line in the order in which they stand from left to right, by their index (UAX 9). */
export function visualOrder(words: readonly string[], direction: Direction): number[] {
  const indices = words.map((_, index) => index);
  const line = words.join(' ');
  if (!rightToLeft.test(line)) return indices;
  const places = bidi.getReorderedIndices(line, bidi.getEmbeddingLevels(line, direction));
  const shownAt = new Map(places.map((character, place) => [character, place]));
  let start = 0;
  const leftmost = words.map((word) => {
    const own = Array.from({ length: word.length }, (_, offset) => shownAt.get(start + offset) ?? 0);
    start += word.length + 1;
    // Brackets and full stops may be shown far from the letters they are written with.
    const letters = own.filter((_, offset) => /[\p{L}\p{N}]/u.test(word[offset] ?? ''));
    return Math.min(...(letters.length === 0 ? own : letters));
  });
  return indices.sort((a, b) => (leftmost[a] as number) - (leftmost[b] as number));
}

/** Where a part of a box that was laid out from the left stands in that direction: mirrored from right to left. */
export function inDirection(part: Rect, whole: Rect, direction: Direction): Rect {
  return direction === 'ltr' ? part : { ...part, x: whole.x + right(whole) - right(part) };
}

/** Left edge of something `width` px wide that stands in `box` where a row of that direction begins. */
export function atStart(box: Rect, width: number, direction: Direction): number {
  return direction === 'ltr' ? box.x : right(box) - width;
}
