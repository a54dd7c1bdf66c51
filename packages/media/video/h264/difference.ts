import type { Planes } from '../planes.ts';
import type { BitWriter } from './bits.ts';
import { CHROMA_DC, writeCoefficients } from './coefficients.ts';
import { createQuantiser, type Quantiser } from './transform.ts';

/** Side of a macroblock, px. */
export const MACROBLOCK = 16;

/** P_L0_16x16 (table 7-13): predicted as a whole from the last picture. */
const PREDICTED_WHOLE = 0;

/** Left upper corners of the luma blocks of a macroblock in coding order, in blocks of 4 px (figure 6-10). */
const BLOCKS = Array.from({ length: 16 }, (_, index) => ({
  x: (index & 1) + ((index >> 1) & 2),
  y: ((index >> 1) & 1) + ((index >> 2) & 2),
}));

/** Which blocks carry coefficients, as its code number for inter prediction (table 9-4): luma in the low four bits. */
const PATTERNS = [
  0, 16, 1, 2, 4, 8, 32, 3, 5, 10, 12, 15, 47, 7, 11, 13, 14, 6, 9, 31, 35, 37, 42, 44, 33, 34, 36, 40, 39,
  43, 45, 46, 17, 18, 20, 24, 19, 21, 26, 28, 23, 27, 29, 30, 22, 25, 38, 41,
];
const patternCode = Uint8Array.from(PATTERNS, (_, pattern) => PATTERNS.indexOf(pattern));

/** Rows of macroblocks, from `from` up to but without `to`. */
export interface Rows {
  from: number;
  to: number;
}

/**
 * Writes pictures as their difference from another one, macroblock by macroblock, for slices that predict everything
 * from the same place. What the decoder shows then differs from `after` as it differed from `before`, but for the
 * quantisation of the difference.
 */
export interface DifferenceCoder {
  /**
   * Writes slice data for `rows`: where `changed` has no mark the picture stays as it is.
   *
   * @param changed one byte for each macroblock of the picture
   */
  write(out: BitWriter, rows: Rows, changed: Uint8Array, before: Planes, after: Planes): void;
}

/**
 * @param width, height of the picture in macroblocks
 * @param qp quantiser of luma; `chromaQp` that of both chroma planes
 */
export function createDifferenceCoder(
  size: { width: number; height: number },
  qp: number,
  chromaQp: number,
): DifferenceCoder {
  const luma = createQuantiser(qp);
  const chroma = createQuantiser(chromaQp);
  /** Coefficients of the macroblock in hand: 16 luma blocks, then 4 of each chroma plane. */
  const levels = new Int32Array(24 * 16);
  const coded = new Uint8Array(24);
  const chromaDc = new Int32Array(8);
  const block = new Int32Array(16);
  const dc = new Int32Array(4);
  /** Numbers of coefficients: rows of blocks of 4 px, for luma over the whole picture, for chroma likewise. */
  const lumaCounts = new Uint8Array(size.width * 4 * size.height * 4);
  const chromaCounts = [0, 1].map(() => new Uint8Array(size.width * 2 * size.height * 2));

  const measure = (mx: number, my: number, before: Planes, after: Planes): number => {
    const { width, height } = after.box;
    let pattern = 0;
    for (let index = 0; index < 16; index += 1) {
      const { x, y } = BLOCKS[index] as (typeof BLOCKS)[number];
      const some =
        differ(block, before.luma, after.luma, width, height, 4 * (4 * mx + x), 4 * (4 * my + y)) &&
        quantised(luma, index, 0);
      coded[index] = some ? 1 : 0;
      if (some) pattern |= 1 << (index >> 2);
    }
    let anyDc = false;
    let anyAc = false;
    for (let number = 0; number < 2; number += 1) {
      const [plane, now] = number === 0 ? [before.u, after.u] : [before.v, after.v];
      for (let index = 0; index < 4; index += 1) {
        const place = 16 + number * 4 + index;
        const [x, y] = [8 * mx + 4 * (index & 1), 8 * my + 4 * (index >> 1)];
        const some = differ(block, plane, now, width / 2, height / 2, x, y);
        if (some) chroma.transform(block);
        dc[index] = some ? (block[0] as number) : 0;
        const ac = some && chroma.quantise(block, levels, place * 16, 1);
        coded[place] = ac ? 1 : 0;
        anyAc ||= ac;
      }
      if (chroma.quantiseChromaDc(dc, chromaDc, number * 4)) anyDc = true;
    }
    return pattern | (anyAc ? 32 : anyDc ? 16 : 0);
  };

  const quantised = (quantiser: Quantiser, place: number, first: 0 | 1): boolean => {
    quantiser.transform(block);
    return quantiser.quantise(block, levels, place * 16, first);
  };

  const writeBlocks = (out: BitWriter, mx: number, my: number, top: number, pattern: number): void => {
    for (let index = 0; index < 16; index += 1) {
      if ((pattern & (1 << (index >> 2))) === 0) continue;
      const { x, y } = BLOCKS[index] as (typeof BLOCKS)[number];
      if (coded[index] === 0) levels.fill(0, index * 16, index * 16 + 16);
      const context = contextOf(lumaCounts, size.width * 4, 4 * mx + x, 4 * my + y, top * 4);
      const count = writeCoefficients(out, levels, index * 16, 16, context);
      lumaCounts[(4 * my + y) * size.width * 4 + 4 * mx + x] = count;
    }
    if (pattern >= 16)
      for (const number of [0, 1]) writeCoefficients(out, chromaDc, number * 4, 4, CHROMA_DC);
    if (pattern < 32) return;
    chromaCounts.forEach((counts, number) => {
      for (let index = 0; index < 4; index += 1) {
        const place = 16 + number * 4 + index;
        if (coded[place] === 0) levels.fill(0, place * 16, place * 16 + 16);
        const [x, y] = [2 * mx + (index & 1), 2 * my + (index >> 1)];
        const context = contextOf(counts, size.width * 2, x, y, top * 2);
        counts[y * size.width * 2 + x] = writeCoefficients(out, levels, place * 16 + 1, 15, context);
      }
    });
  };

  return {
    write(out, { from, to }, changed, before, after) {
      lumaCounts.fill(0, from * 4 * size.width * 4, to * 4 * size.width * 4);
      for (const counts of chromaCounts) counts.fill(0, from * 2 * size.width * 2, to * 2 * size.width * 2);
      let skipped = 0;
      for (let my = from; my < to; my += 1)
        for (let mx = 0; mx < size.width; mx += 1) {
          const pattern = changed[my * size.width + mx] === 0 ? 0 : measure(mx, my, before, after);
          if (pattern === 0) {
            skipped += 1;
            continue;
          }
          out.ue(skipped);
          skipped = 0;
          out.ue(PREDICTED_WHOLE);
          // No motion: both components are as predicted.
          out.se(0);
          out.se(0);
          out.ue(patternCode[pattern] as number);
          out.se(0);
          writeBlocks(out, mx, my, from, pattern);
        }
      if (skipped > 0) out.ue(skipped);
    },
  };
}

/** Differences of a block of 4×4 samples, 0 outside the picture; false when there are none. */
function differ(
  block: Int32Array,
  before: Uint8Array,
  after: Uint8Array,
  width: number,
  height: number,
  x: number,
  y: number,
): boolean {
  let any = 0;
  if (x + 4 <= width && y + 4 <= height) {
    for (let row = 0, to = 0, at = y * width + x; row < 4; row += 1, at += width)
      for (let column = 0; column < 4; column += 1, to += 1) {
        const value = (after[at + column] as number) - (before[at + column] as number);
        block[to] = value;
        any |= value;
      }
    return any !== 0;
  }
  for (let row = 0; row < 4; row += 1)
    for (let column = 0; column < 4; column += 1) {
      const at = (y + row) * width + x + column;
      const value =
        y + row < height && x + column < width ? (after[at] as number) - (before[at] as number) : 0;
      block[row * 4 + column] = value;
      any |= value;
    }
  return any !== 0;
}

/** nC of 9.2.1: blocks in other slices count as not there. */
function contextOf(counts: Uint8Array, stride: number, x: number, y: number, top: number): number {
  const left = x > 0 ? (counts[y * stride + x - 1] as number) : -1;
  const above = y > top ? (counts[(y - 1) * stride + x] as number) : -1;
  if (left >= 0 && above >= 0) return (left + above + 1) >> 1;
  return Math.max(left, above, 0);
}
