import type { Planes } from '../planes.ts';
import type { BitWriter } from './bits.ts';
import { CHROMA_DC, writeCoefficients } from './coefficients.ts';
import { createQuantiser } from './transform.ts';

/** Side of a macroblock, px. */
export const MACROBLOCK = 16;

/** P_L0_16x16 (table 7-13): predicted as a whole from the last picture. */
const PREDICTED_WHOLE = 0;

/** Left upper corners of the luma blocks of a macroblock in coding order, in blocks of 4 px (figure 6-10). */
const BLOCK_X = Uint8Array.from({ length: 16 }, (_, index) => (index & 1) + ((index >> 1) & 2));
const BLOCK_Y = Uint8Array.from({ length: 16 }, (_, index) => ((index >> 1) & 1) + ((index >> 2) & 2));

/** The first coefficient of a block among those that are not zero. */
const DC = 1;

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
  /** Which of them are not zero, as the quantiser says it. */
  const which = new Uint16Array(24);
  const chromaDc = new Int32Array(8);
  const whichDc = new Uint8Array(2);
  const block = new Int32Array(16);
  const dc = new Int32Array(4);
  /** Numbers of coefficients: rows of blocks of 4 px, for luma over the whole picture, for chroma likewise. */
  const lumaCounts = new Uint8Array(size.width * 4 * size.height * 4);
  const chromaCounts = [0, 1].map(() => new Uint8Array(size.width * 2 * size.height * 2));

  /** Takes the differences of a macroblock into the fields above; returns which parts of it have some. */
  const measure = (mx: number, my: number, before: Planes, after: Planes): number => {
    const { width, height } = after.box;
    let pattern = 0;
    for (let index = 0; index < 16; index += 1) {
      const x = 16 * mx + 4 * (BLOCK_X[index] as number);
      const y = 16 * my + 4 * (BLOCK_Y[index] as number);
      which[index] = 0;
      if (!differ(block, before.luma, after.luma, width, height, x, y)) continue;
      luma.transform(block);
      const some = luma.quantise(block, levels, index * 16);
      which[index] = some;
      if (some !== 0) pattern |= 1 << (index >> 2);
    }
    let chromaPattern = 0;
    for (let number = 0; number < 2; number += 1) {
      const was = number === 0 ? before.u : before.v;
      const now = number === 0 ? after.u : after.v;
      for (let index = 0; index < 4; index += 1) {
        const place = 16 + number * 4 + index;
        const x = 8 * mx + 4 * (index & 1);
        const y = 8 * my + 4 * (index >> 1);
        dc[index] = which[place] = 0;
        if (!differ(block, was, now, width / 2, height / 2, x, y)) continue;
        chroma.transform(block);
        dc[index] = block[0] as number;
        const some = chroma.quantise(block, levels, place * 16) & ~DC;
        which[place] = some;
        if (some !== 0) chromaPattern |= 32;
      }
      const some = chroma.quantiseChromaDc(dc, chromaDc, number * 4);
      whichDc[number] = some;
      if (some !== 0) chromaPattern |= 16;
    }
    // Where there are more than DC coefficients of chroma, nothing is said of those.
    return pattern | Math.min(chromaPattern, 32);
  };

  const writeBlocks = (out: BitWriter, mx: number, my: number, top: number, pattern: number): void => {
    const stride = size.width * 4;
    for (let index = 0; index < 16; index += 1) {
      if ((pattern & (1 << (index >> 2))) === 0) continue;
      const x = 4 * mx + (BLOCK_X[index] as number);
      const y = 4 * my + (BLOCK_Y[index] as number);
      const context = contextOf(lumaCounts, stride, x, y, top * 4);
      const some = which[index] as number;
      lumaCounts[y * stride + x] = writeCoefficients(out, levels, index * 16, some, 16, context);
    }
    if (pattern < 16) return;
    for (let number = 0; number < 2; number += 1)
      writeCoefficients(out, chromaDc, number * 4, whichDc[number] as number, 4, CHROMA_DC);
    if (pattern < 32) return;
    for (let number = 0; number < 2; number += 1) {
      const counts = chromaCounts[number] as Uint8Array;
      for (let index = 0; index < 4; index += 1) {
        const place = 16 + number * 4 + index;
        const x = 2 * mx + (index & 1);
        const y = 2 * my + (index >> 1);
        const context = contextOf(counts, size.width * 2, x, y, top * 2);
        const some = (which[place] as number) >> 1;
        counts[y * size.width * 2 + x] = writeCoefficients(out, levels, place * 16 + 1, some, 15, context);
      }
    }
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
