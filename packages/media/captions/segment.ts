import { limits, wordsOf } from '@vividly/lesson';
import type { CueWord } from './cue.ts';

/** A word on the time line, with what follows it in the text. */
export interface CaptionWord {
  text: string;
  startMs: number;
  endMs: number;
  /** As `captionWidth` counts. */
  width: number;
  /** How good a place the end of this word is for a break: 0 (end of a sentence) to 1 (inside a phrase). */
  breakCost: number;
}

const maxLineWidth = limits.captionLineChars;

/** Of words on one line, with single blanks between them. */
export function widthOf(words: readonly Pick<CaptionWord, 'width'>[]): number {
  return words.reduce((sum, { width }) => sum + width, Math.max(0, words.length - 1));
}

/** Words that begin a new thought: better at the start of a line than at its end (rule 12). */
const openers = new Set(
  'and but or so because when while if that which who where as than then with for from to in on at by of into until after before'.split(
    ' ',
  ),
);

/** How bad it is to break after `word` when `next` follows in the same sentence. */
export function breakCostAfter(word: string, next: string | undefined): number {
  if (next === undefined) return 0;
  if (/[,;:]["”’)]?$/.test(word)) return 0.2;
  return openers.has(next.toLowerCase()) ? 0.45 : 1;
}

/**
 * Lays the words of one cue on one or two lines of at most 42 characters (rule 12), broken at the best place near the middle.
 * Null when they do not fit.
 */
export function layLines(words: readonly CaptionWord[]): { lines: string[]; words: CueWord[] } | null {
  const texts = words.map(({ text }) => text);
  const whole = widthOf(words);
  if (whole <= maxLineWidth) return place(words, [texts.join(' ')]);
  let best: { cost: number; at: number } | null = null;
  for (let at = 1; at < texts.length; at++) {
    const first = widthOf(words.slice(0, at));
    const second = whole - first - 1;
    if (first > maxLineWidth || second > maxLineWidth) continue;
    const cost = Math.abs(first - second) / maxLineWidth + (words[at - 1]?.breakCost ?? 1);
    if (best === null || cost < best.cost) best = { cost, at };
  }
  if (best === null) return null;
  return place(words, [texts.slice(0, best.at).join(' '), texts.slice(best.at).join(' ')]);
}

function place(words: readonly CaptionWord[], lines: string[]): { lines: string[]; words: CueWord[] } {
  const inFirst = wordsOf(lines[0] ?? '').length;
  return {
    lines,
    words: words.map(({ text, startMs, endMs }, index) => ({
      text,
      startMs,
      endMs,
      line: index < inFirst ? 0 : 1,
    })),
  };
}
