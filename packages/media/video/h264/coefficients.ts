import type { BitWriter } from './bits.ts';
import {
  coefficientTokensBelow2,
  coefficientTokensBelow4,
  coefficientTokensBelow8,
  coefficientTokensChromaDc,
  runsBefore,
  totalZeros,
  totalZerosChromaDc,
  type Code,
} from './cavlc-tables.ts';

/** Which of the tables of 9.2.1 a block is written with: by its neighbours' coefficients, or as chroma DC. */
export const CHROMA_DC = -1;

const MOST_TRAILING_ONES = 3;

/** Scratch of `writeCoefficients`: levels from the last one on, and the zeros before each. */
const levels = new Int32Array(16);
const runs = new Int32Array(16);

/**
 * Writes a block of quantised coefficients (residual_block_cavlc, H.264 7.3.5.3.2) and returns how many are not zero.
 *
 * @param block in scanning order; its first `size` entries from `start` on are written
 * @param size 16, 15 (without DC) or 4 (chroma DC)
 * @param context nC: mean number of coefficients in the blocks to the left and above, or `CHROMA_DC`
 */
export function writeCoefficients(
  out: BitWriter,
  block: Int32Array,
  start: number,
  size: number,
  context: number,
): number {
  let count = 0;
  let zeros = 0;
  let allZeros = 0;
  for (let at = start + size - 1; at >= start; at -= 1) {
    const level = block[at] as number;
    if (level === 0) {
      if (count > 0) zeros += 1;
      continue;
    }
    if (count > 0) runs[count - 1] = zeros;
    allZeros += zeros;
    zeros = 0;
    levels[count++] = level;
  }
  if (count > 0) {
    runs[count - 1] = zeros;
    allZeros += zeros;
  }
  let ones = 0;
  while (ones < MOST_TRAILING_ONES && ones < count && Math.abs(levels[ones] as number) === 1) ones += 1;
  writeToken(out, context, count, ones);
  if (count === 0) return 0;
  for (let index = 0; index < ones; index += 1) out.bits(1, (levels[index] as number) < 0 ? 1 : 0);
  writeLevels(out, count, ones);
  if (count < size)
    put(out, codeAt(context === CHROMA_DC ? totalZerosChromaDc : totalZeros, count - 1, allZeros));
  let left = allZeros;
  for (let index = 0; index < count - 1 && left > 0; index += 1) {
    const run = runs[index] as number;
    put(out, codeAt(runsBefore, Math.min(left, runsBefore.length) - 1, run));
    left -= run;
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
  put(out, codeAt(table, count, ones));
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

/** Bits of a unary code besides its zeros: the one that ends it. */
const UNARY = 1;

function writeLevel(out: BitWriter, code: number, suffix: number): void {
  if (suffix === 0 && code >= 14 && code < 30) {
    out.bits(UNARY + 14, 1);
    out.bits(4, code - 14);
    return;
  }
  const escape = suffix === 0 ? 30 : 15 << suffix;
  if (code < escape) {
    out.bits(UNARY + (code >> suffix), 1);
    if (suffix > 0) out.bits(suffix, code & ((1 << suffix) - 1));
    return;
  }
  // Twelve bits hold every level that a difference of 8-bit pictures has at a quantiser of 12 and more.
  out.bits(UNARY + 15, 1);
  out.bits(12, code - escape);
}

function codeAt(table: readonly (readonly Code[])[], row: number, column: number): Code {
  const code = table[row]?.[column];
  if (code === undefined) throw new RangeError(`no code in row ${row}, column ${column}`);
  return code;
}

function put(out: BitWriter, { length, value }: Code): void {
  out.bits(length, value);
}
