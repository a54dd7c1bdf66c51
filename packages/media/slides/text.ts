import { createCanvas } from '@napi-rs/canvas';
import { cssFont, cssSpacing, type Font } from '../fonts.ts';
import type { Rect } from './geometry.ts';
import type { TextRun } from './shapes.ts';

/** Distance of base lines as a share of the size. */
const LEADING = 1.2;
/** From the middle of a row down to its base line, as a share of the size: centres the band of small letters and capitals. */
const BASELINE_DROP = 0.33;

interface Row {
  text: string;
  /** px */
  width: number;
}

/** Text broken into rows at one size. */
export interface TextBlock {
  rows: readonly Row[];
  size: number;
  font: Font;
  /** Width of the longest row and height of all rows, px. */
  width: number;
  height: number;
}

export interface FitRequest {
  /** Sizes to try, falling. */
  sizes: readonly number[];
  font: Font;
  /** Room in px; any height and any number of rows without the limits. */
  width: number;
  height?: number;
  rows?: number;
  /** Whether a word wider than the room may be broken with a hyphen. */
  breakWords: boolean;
}

const pen = createCanvas(1, 1).getContext('2d');

/** Widths already measured: fitting asks for the same words again and again. Emptied when it has grown large. */
const widths = new Map<string, number>();
const MOST_WIDTHS = 20_000;

/** Width of one row of text in px. */
export function measure(text: string, font: Font, size: number): number {
  const key = `${font.face} ${font.weight} ${font.spacing} ${size} ${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (widths.size >= MOST_WIDTHS) widths.clear();
  pen.font = cssFont(font, size);
  pen.letterSpacing = cssSpacing(font, size);
  const { width } = pen.measureText(text);
  widths.set(key, width);
  return width;
}

/** The text at the largest of the sizes at which it fits, in rows of like length; null when it fits at none. */
export function fitText(text: string, request: FitRequest): TextBlock | null {
  for (const size of request.sizes) {
    const rows = wrap(text, size, request);
    if (rows === null || rows.length > (request.rows ?? Infinity)) continue;
    const height = rows.length * size * LEADING;
    if (height > (request.height ?? Infinity)) continue;
    const width = Math.max(...rows.map((row) => row.width));
    return { rows, size, font: request.font, width, height };
  }
  return null;
}

function wrap(text: string, size: number, { font, width, breakWords }: FitRequest): Row[] | null {
  const measured = (part: string): number => measure(part, font, size);
  const words: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    if (measured(word) <= width) words.push(word);
    else if (breakWords) words.push(...brokenWord(word, width, measured));
    else return null;
  }
  const rows = greedyRows(words, width, measured);
  return rows.length === 1 ? rows : balancedRows(words, width, rows.length, measured);
}

const graphemes = new Intl.Segmenter('en');

/** Pieces of a word that each fit into `width`, all but the last ending in a hyphen. */
export function brokenWord(word: string, width: number, measured: (part: string) => number): string[] {
  const pieces: string[] = [];
  let rest = Array.from(graphemes.segment(word), ({ segment }) => segment);
  while (rest.length > 1 && measured(rest.join('')) > width) {
    // Between 1 letter, taken in any case, and all of them, which do not fit.
    let fits = 1;
    let tooLong = rest.length;
    while (tooLong - fits > 1) {
      const middle = Math.floor((fits + tooLong) / 2);
      if (measured(`${rest.slice(0, middle).join('')}-`) <= width) fits = middle;
      else tooLong = middle;
    }
    pieces.push(`${rest.slice(0, fits).join('')}-`);
    rest = rest.slice(fits);
  }
  return [...pieces, rest.join('')];
}

function greedyRows(words: readonly string[], width: number, measured: (part: string) => number): Row[] {
  const rows: Row[] = [];
  for (const word of words) {
    const last = rows.at(-1);
    const joined = last === undefined ? word : `${last.text} ${word}`;
    const joinedWidth = measured(joined);
    if (last !== undefined && joinedWidth <= width)
      rows[rows.length - 1] = { text: joined, width: joinedWidth };
    else rows.push({ text: word, width: measured(word) });
  }
  return rows;
}

/** The same number of rows in the narrowest column that gives it: no short last row. */
function balancedRows(
  words: readonly string[],
  width: number,
  count: number,
  measured: (part: string) => number,
): Row[] {
  let narrow = Math.max(...words.map(measured));
  let wide = width;
  while (wide - narrow > 4) {
    const middle = (narrow + wide) / 2;
    if (greedyRows(words, middle, measured).length <= count) wide = middle;
    else narrow = middle;
  }
  return greedyRows(words, wide, measured);
}

/** Places a block of text in the middle of `box` from top to bottom, at its left or in its middle across. */
export function placeText(
  block: TextBlock,
  box: Rect,
  { align, color }: { align: 'left' | 'centre'; color: string },
): TextRun[] {
  const pitch = block.size * LEADING;
  const top = box.y + (box.height - block.height) / 2;
  return block.rows.map((row, index) => ({
    kind: 'text',
    text: row.text,
    x: align === 'left' ? box.x : box.x + (box.width - row.width) / 2,
    baseline: top + (index + 0.5) * pitch + BASELINE_DROP * block.size,
    width: row.width,
    size: block.size,
    font: block.font,
    color,
  }));
}
