import type { BitWriter } from './bits.ts';
import {
  codeAt,
  coefficientTokensBelow2,
  coefficientTokensBelow4,
  coefficientTokensBelow8,
  coefficientTokensChromaDc,
  runsBefore,
  totalZeros,
  totalZerosChromaDc,
  type Codes,
} from './cavlc-tables.ts';

/** Which of the tables of 9.2.1 a block is written with: by its neighbours' coefficients, or as chroma DC. */
export const CHROMA_DC = -1;

const MOST_TRAILING_ONES = 3;

/** From so many zeros on, runs are written alike. */
const MOST_ZEROS = 7;

/** Scratch of `writeCoefficients`: the coefficients that are not zero, from the last one on, and where they stand. */
const levels = new Int32Array(16);
const places = new Int32Array(16);

/**
 * Writes a block of quantised coefficients (residual_block_cavlc, H.264 7.3.5.3.2) and returns how many are not zero.
 *
 * @param block in scanning order, from its entry `start` on
 * @param which of its entries are not zero: the lowest bit says it of the first
 * @param size 16, 15 (without DC) or 4 (chroma DC)
 * @param context nC: mean number of coefficients in the blocks to the left and above, or `CHROMA_DC`
 */
export function writeCoefficients(
  out: BitWriter,
  block: Int32Array,
  start: number,
  which: number,
  size: number,
  context: number,
): number {
  let count = 0;
  for (let rest = which; rest !== 0; count += 1) {
    const last = 31 - Math.clz32(rest);
    levels[count] = block[start + last] as number;
    places[count] = last;
    rest ^= 1 << last;
  }
  let ones = 0;
  let signs = 0;
  for (; ones < MOST_TRAILING_ONES && ones < count; ones += 1) {
    const level = levels[ones] as number;
    if (level !== 1 && level !== -1) break;
    signs = (signs << 1) | (level >>> 31);
  }
  writeToken(out, context, count, ones);
  if (count === 0) return 0;
  if (ones > 0) out.bits(ones, signs);
  writeLevels(out, count, ones);
  let zeros = (places[0] as number) + 1 - count;
  if (count < size) put(out, context === CHROMA_DC ? totalZerosChromaDc : totalZeros, count - 1, zeros);
  for (let index = 1; index < count && zeros > 0; index += 1) {
    const run = (places[index - 1] as number) - (places[index] as number) - 1;
    put(out, runsBefore, Math.min(zeros, MOST_ZEROS) - 1, run);
    zeros -= run;
  }
  return count;
}

function writeToken(out: BitWriter, context: number, count: number, ones: number): void {
  if (context >= 8) {
    out.bits(6, count === 0 ? 3 : ((count - 1) << 2) | ones);
    return;
  }
  const table =
    context === CHROMA_DC
      ? coefficientTokensChromaDc
      : context < 2
        ? coefficientTokensBelow2
        : context < 4
          ? coefficientTokensBelow4
          : coefficientTokensBelow8;
  put(out, table, count, ones);
}

/** Levels that are no trailing ones, each as a unary prefix and a suffix that grows with the levels (9.2.2.1). */
function writeLevels(out: BitWriter, count: number, ones: number): void {
  let suffix = count > 10 && ones < MOST_TRAILING_ONES ? 1 : 0;
  for (let index = ones; index < count; index += 1) {
    const level = levels[index] as number;
    let code = level > 0 ? 2 * level - 2 : -2 * level - 1;
    // It cannot be one more trailing one, so the two shortest codes would be free.
    if (index === ones && ones < MOST_TRAILING_ONES) code -= 2;
    writeLevel(out, code, suffix);
    if (suffix === 0) suffix = 1;
    if (Math.abs(level) > 3 << (suffix - 1) && suffix < 6) suffix += 1;
  }
}

/** Unary prefix, the one that ends it, and suffix in one go. */
function writeLevel(out: BitWriter, code: number, suffix: number): void {
  if (suffix === 0 && code >= 14 && code < 30) {
    out.bits(14 + 1 + 4, (1 << 4) | (code - 14));
    return;
  }
  const escape = suffix === 0 ? 30 : 15 << suffix;
  // Twelve bits hold every level that a difference of 8-bit pictures has at a quantiser of 12 and more.
  if (code >= escape) out.bits(15 + 1 + 12, (1 << 12) | (code - escape));
  else out.bits((code >> suffix) + 1 + suffix, (1 << suffix) | (code & ((1 << suffix) - 1)));
}

function put(out: BitWriter, table: Codes, row: number, column: number): void {
  const code = codeAt(table, row, column);
  out.bits(code >>> 16, code & 0xffff);
}
