import type { CaptionCue } from '../captions/cue.ts';
import { spokenParts } from '../captions/long-word.ts';
import { inset, rect, type Rect } from '../slides/geometry.ts';
import type { Font } from '../fonts.ts';
import { TEXT_ASCENT, TEXT_DESCENT, type Shape, type Tall, type TextRun } from '../slides/shapes.ts';
import { brokenWord } from '../slides/breaks.ts';
import { directionOf, visualOrder, wordDirection, type Direction } from '../slides/direction.ts';
import type { Slide } from '../slides/slide.ts';
import { measure, tallOf } from '../slides/text.ts';
import type { Look } from '../slides/theme/index.ts';

/** Rows of a caption that are on screen at once. */
const ROWS = 2;
/** Blank between words and distance of rows, as shares of the type size. */
const BLANK = 0.34;
const PITCH = 1.4;
/** A word stays lit across a pause of at most so many ms before the next one. */
const BRIDGED_PAUSE_MS = 200;

/** A word, or a piece of one too long for its row, with its time. */
interface Piece {
  text: string;
  width: number;
  tall: Tall;
  startMs: number;
  endMs: number;
}

/** What a word of a caption looks like while it is spoken. */
export interface LitWord {
  /** Where the lit word differs from the cold one, px of the full-size frame. */
  box: Rect;
  fromMs: number;
  toMs: number;
}

/** Rows of a caption that are on screen together. */
export interface CaptionPage {
  fromMs: number;
  toMs: number;
  /** Holds everything the page draws. */
  box: Rect;
  cold: readonly Shape[];
  lit: readonly Shape[];
  words: readonly LitWord[];
}

/**
 * A cue as it is burned in: its lines as they are where the strip is wide enough, else wrapped anew and shown two rows
 * at a time.
 * @param strip the area kept free for captions
 */
export function captionPages(
  cue: CaptionCue,
  { frame, look }: Pick<Slide, 'frame' | 'look'>,
  strip: Rect,
): CaptionPage[] {
  const size = frame.captionSize;
  const padding = 0.55 * size;
  const room = strip.width - 2 * padding;
  const rows = rowsOf(cue, look.type.semibold, size, room);
  const direction = directionOf(cue.lines.join(' '));
  const pages: CaptionPage[] = [];
  for (let first = 0; first < rows.length; first += ROWS) {
    const shown = rows.slice(first, first + ROWS);
    const fromMs = first === 0 ? cue.startMs : (shown[0]?.[0]?.startMs ?? cue.endMs);
    const toMs = rows[first + ROWS]?.[0]?.startMs ?? cue.endMs;
    const pieces = rows.flat();
    const lit = (piece: Piece): number => Math.min(toMs, litUntil(piece, pieces[pieces.indexOf(piece) + 1]));
    pages.push({ fromMs, toMs, ...drawPage(shown, look, { size, strip, padding, direction }, lit) });
  }
  return pages;
}

function rowsOf(cue: CaptionCue, font: Font, size: number, room: number): Piece[][] {
  const pieces = cue.words.map((word) => piecesOf(word, font, size, room));
  const lines = cue.lines.map((_, line) =>
    cue.words.flatMap((word, index) => (word.line === line ? (pieces[index] ?? []) : [])),
  );
  const fits = lines.every((line) => rowWidth(line, size) <= room);
  if (fits) return lines.filter((line) => line.length > 0);
  const rows: Piece[][] = [];
  for (const piece of pieces.flat()) {
    const row = rows.at(-1);
    if (row !== undefined && rowWidth([...row, piece], size) <= room) row.push(piece);
    else rows.push([piece]);
  }
  return rows;
}

/** A word in pieces that fit a row; each piece gets its share of the word's time. */
function piecesOf(word: CaptionCue['words'][number], font: Font, size: number, room: number): Piece[] {
  const texts = brokenWord(word.text, room, (text) => measure(text, font, size));
  return spokenParts(word, texts).map((part) => ({
    ...part,
    width: measure(part.text, font, size),
    tall: tallOf(part.text, font, size),
  }));
}

function rowWidth(row: readonly Piece[], size: number): number {
  return row.reduce((sum, piece) => sum + piece.width + BLANK * size, -BLANK * size);
}

function drawPage(
  rows: readonly (readonly Piece[])[],
  { caption, type }: Look,
  { size, strip, padding, direction }: { size: number; strip: Rect; padding: number; direction: Direction },
  litTo: (piece: Piece) => number,
): Pick<CaptionPage, 'box' | 'cold' | 'lit' | 'words'> {
  const pitch = PITCH * size;
  const width = Math.max(...rows.map((row) => rowWidth(row, size))) + 2 * padding;
  const height = rows.length * pitch + 0.36 * size;
  const box = rect(strip.x + (strip.width - width) / 2, strip.y + (strip.height - height) / 2, width, height);
  const plate: Shape = { kind: 'rect', box, radius: 0.5 * size, fill: caption.cold.plate };
  const cold: Shape[] = [plate];
  const lit: Shape[] = [plate];
  const words: LitWord[] = [];
  rows.forEach((row, number) => {
    let x = box.x + (width - rowWidth(row, size)) / 2;
    const middle = box.y + 0.18 * size + (number + 0.5) * pitch;
    const baseline = middle + baselineDrop(row, size);
    const order = visualOrder(
      row.map(({ text }) => text),
      direction,
    );
    for (const piece of order.map((index) => row[index] as Piece)) {
      const { text, width: across, tall } = piece;
      const run: Omit<TextRun, 'color'> = {
        kind: 'text',
        text,
        x,
        baseline,
        width: across,
        size,
        font: type.semibold,
        direction: wordDirection(text, direction),
        tall,
      };
      const pill = inset(rect(x, middle - pitch / 2, across, pitch), (-BLANK * size) / 2 + 1, 0.05 * size);
      cold.push({ ...run, color: caption.cold.ink });
      lit.push(
        { kind: 'rect', box: pill, radius: 0.3 * size, fill: caption.lit.plate },
        { ...run, color: caption.lit.ink },
      );
      words.push({ box: pill, fromMs: piece.startMs, toMs: litTo(piece) });
      x += across + BLANK * size;
    }
  });
  return { box, cold, lit, words };
}

/** From the middle of a row down to its base line: as for Latin, unless marks above or below it need the room. */
function baselineDrop(row: readonly Piece[], size: number): number {
  const half = (PITCH / 2) * size;
  const above = TEXT_ASCENT * size + Math.max(...row.map(({ tall }) => tall.above));
  const below = TEXT_DESCENT * size + Math.max(...row.map(({ tall }) => tall.below));
  return Math.max(Math.min(0.34 * size, half - below), above - half);
}

function litUntil(piece: Piece, next: Piece | undefined): number {
  const bridged = next !== undefined && next.startMs - piece.endMs <= BRIDGED_PAUSE_MS;
  return bridged ? next.startMs : piece.endMs;
}
