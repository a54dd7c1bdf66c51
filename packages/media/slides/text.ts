import { createCanvas } from '@napi-rs/canvas';
import { cssFont, cssSpacing, type Font } from '../fonts.ts';
import { brokenWord, piecesOf, type Piece } from './breaks.ts';
import { atStart, directionOf, type Direction } from './direction.ts';
import type { Rect } from './geometry.ts';
import { TEXT_ASCENT, TEXT_DESCENT, type Tall, type TextRun } from './shapes.ts';

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
  /** Where its ink needs more than the usual room of a row. */
  tall: Tall;
  direction: Direction;
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

/** Room that a row of text takes, px. */
interface Extent {
  width: number;
  tall: Tall;
}

/** Extents already measured: fitting asks for the same words again and again. Emptied when it has grown large. */
const extents = new Map<string, Extent>();
const MOST_EXTENTS = 20_000;

/** Width of one row of text in px. */
export function measure(text: string, font: Font, size: number): number {
  return extentOf(text, font, size).width;
}

/** Where the ink of a row of text needs more than the usual room. */
export function tallOf(text: string, font: Font, size: number): Tall {
  return extentOf(text, font, size).tall;
}

function extentOf(text: string, font: Font, size: number): Extent {
  const key = `${font.face} ${font.weight} ${font.spacing} ${size} ${text}`;
  const known = extents.get(key);
  if (known !== undefined) return known;
  if (extents.size >= MOST_EXTENTS) extents.clear();
  pen.font = cssFont(font, size, text);
  pen.letterSpacing = cssSpacing(font, size, text);
  pen.direction = directionOf(text);
  const { width, actualBoundingBoxAscent, actualBoundingBoxDescent } = pen.measureText(text);
  const tall = {
    above: Math.max(0, actualBoundingBoxAscent - TEXT_ASCENT * size),
    below: Math.max(0, actualBoundingBoxDescent - TEXT_DESCENT * size),
  };
  const extent = { width, tall };
  extents.set(key, extent);
  return extent;
}

/** The text at the largest of the sizes at which it fits, in rows of like length; null when it fits at none. */
export function fitText(text: string, request: FitRequest): TextBlock | null {
  const { font } = request;
  for (const size of request.sizes) {
    const rows = wrap(text, size, request);
    if (rows === null || rows.length > (request.rows ?? Infinity)) continue;
    const reaches = rows.map((row) => extentOf(row.text, font, size).tall);
    const tall = {
      above: Math.max(...reaches.map(({ above }) => above)),
      below: Math.max(...reaches.map(({ below }) => below)),
    };
    const height = rows.length * pitchOf(size, tall);
    if (height > (request.height ?? Infinity)) continue;
    const width = Math.max(...rows.map((row) => row.width));
    return { rows, size, font, width, height, tall, direction: directionOf(text) };
  }
  return null;
}

/** Distance of base lines in px. */
function pitchOf(size: number, { above, below }: Tall): number {
  return size * LEADING + above + below;
}

function wrap(text: string, size: number, { font, width, breakWords }: FitRequest): Row[] | null {
  const measured = (part: string): number => measure(part, font, size);
  const pieces: Piece[] = [];
  for (const piece of piecesOf(text)) {
    if (measured(piece.text) <= width) pieces.push(piece);
    else if (breakWords)
      pieces.push(
        ...brokenWord(piece.text, width, measured).map((part, index): Piece => ({
          text: part,
          joint: index === 0 ? piece.joint : '',
        })),
      );
    else return null;
  }
  const rows = greedyRows(pieces, width, measured);
  return rows.length === 1 ? rows : balancedRows(pieces, width, rows.length, measured);
}

function greedyRows(pieces: readonly Piece[], width: number, measured: (part: string) => number): Row[] {
  const rows: Row[] = [];
  for (const { text, joint } of pieces) {
    const last = rows.at(-1);
    const joined = last === undefined ? text : `${last.text}${joint}${text}`;
    const joinedWidth = measured(joined);
    if (last !== undefined && joinedWidth <= width)
      rows[rows.length - 1] = { text: joined, width: joinedWidth };
    else rows.push({ text, width: measured(text) });
  }
  return rows;
}

/** The same number of rows in the narrowest column that gives it: no short last row. */
function balancedRows(
  pieces: readonly Piece[],
  width: number,
  count: number,
  measured: (part: string) => number,
): Row[] {
  let narrow = Math.max(...pieces.map(({ text }) => measured(text)));
  let wide = width;
  while (wide - narrow > 4) {
    const middle = (narrow + wide) / 2;
    if (greedyRows(pieces, middle, measured).length <= count) wide = middle;
    else narrow = middle;
  }
  return greedyRows(pieces, wide, measured);
}

/**
 * Places a block of text in the middle of `box` from top to bottom, where its rows begin or in the middle across. Rows
 * begin at the left, those of a right-to-left text at the right.
 */
export function placeText(
  block: TextBlock,
  box: Rect,
  { align, color }: { align: 'left' | 'centre'; color: string },
): TextRun[] {
  const { size, font, tall, direction } = block;
  const pitch = pitchOf(size, tall);
  const top = box.y + (box.height - block.height) / 2;
  return block.rows.map((row, index) => ({
    kind: 'text',
    text: row.text,
    x: align === 'centre' ? box.x + (box.width - row.width) / 2 : atStart(box, row.width, direction),
    baseline: top + index * pitch + tall.above + (0.5 * LEADING + BASELINE_DROP) * size,
    width: row.width,
    size,
    font,
    color,
    direction,
    tall,
  }));
}
