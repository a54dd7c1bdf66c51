/**
 * The integer transform of 4×4 differences and its quantisation, the encoder's side of H.264 8.5. Source of the factors:
 * Malvar et al., "Low-Complexity Transform and Quantization in H.264/AVC", IEEE TCSVT 13(7), 2003.
 */

/** Factors by quantiser modulo 6: for even positions in both directions, odd in both, and the rest. */
const FACTORS = [
  [13107, 5243, 8066],
  [11916, 4660, 7490],
  [10082, 4194, 6554],
  [9362, 3647, 5825],
  [8192, 3355, 5243],
  [7282, 2893, 4559],
] as const;

/** The frame scan: place in the row by row block of each coefficient in its order (figure 8-12). */
const ZIGZAG = Uint8Array.of(0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15);

/** Quantises blocks at one quantiser. */
export interface Quantiser {
  /** Transforms the differences `source[0..16)` (row by row) in place. */
  transform(source: Int32Array): void;
  /**
   * Quantises transformed differences into `target[at..at + 16)` in scanning order; returns which are left, the first in
   * the lowest bit.
   */
  quantise(source: Int32Array, target: Int32Array, at: number): number;
  /** The same for the four DC coefficients of a chroma plane, transformed a second time. */
  quantiseChromaDc(dc: Int32Array, target: Int32Array, at: number): number;
}

/** @param qp 0 to 51; a step of 6 halves the precision */
export function createQuantiser(qp: number): Quantiser {
  const [even, odd, mixed] = FACTORS[qp % 6] as (typeof FACTORS)[number];
  const shift = 15 + Math.floor(qp / 6);
  // Rounded at two thirds: small differences of flat areas are kept.
  const offset = Math.floor(2 ** shift / 3);
  const factors = Int32Array.from(ZIGZAG, (place: number) => {
    const oddX = place % 2 === 1;
    const oddY = Math.floor(place / 4) % 2 === 1;
    return oddX && oddY ? odd : oddX || oddY ? mixed : even;
  });
  /** Products of differences of 8-bit pictures and factors stay below 2^31. */
  const level = (value: number, factor: number, round: number, bits: number): number => {
    const sign = value >> 31;
    return (((Math.imul((value ^ sign) - sign, factor) + round) >> bits) ^ sign) - sign;
  };
  return {
    transform(d) {
      for (let row = 0; row < 16; row += 4) butterfly(d, row, 1);
      for (let column = 0; column < 4; column += 1) butterfly(d, column, 4);
    },
    quantise(source, target, at) {
      let which = 0;
      for (let index = 0; index < 16; index += 1) {
        const difference = source[ZIGZAG[index] as number] as number;
        const value = level(difference, factors[index] as number, offset, shift);
        target[at + index] = value;
        if (value !== 0) which |= 1 << index;
      }
      return which;
    },
    quantiseChromaDc(dc, target, at) {
      const [a, b, c, d] = [dc[0] as number, dc[1] as number, dc[2] as number, dc[3] as number];
      target[at] = a + b + c + d;
      target[at + 1] = a - b + c - d;
      target[at + 2] = a + b - c - d;
      target[at + 3] = a - b - c + d;
      let which = 0;
      for (let index = 0; index < 4; index += 1) {
        const value = level(target[at + index] as number, even, 2 * offset, shift + 1);
        target[at + index] = value;
        if (value !== 0) which |= 1 << index;
      }
      return which;
    },
  };
}

function butterfly(d: Int32Array, at: number, step: number): void {
  const a = d[at] as number;
  const b = d[at + step] as number;
  const c = d[at + 2 * step] as number;
  const e = d[at + 3 * step] as number;
  const sumOuter = a + e;
  const sumInner = b + c;
  const outer = a - e;
  const inner = b - c;
  d[at] = sumOuter + sumInner;
  d[at + step] = 2 * outer + inner;
  d[at + 2 * step] = sumOuter - sumInner;
  d[at + 3 * step] = outer - 2 * inner;
}

/** Quantiser of the chroma planes that belongs to one of luma (table 8-15). */
export function chromaQuantiser(qp: number, offset: number): number {
  const index = Math.min(51, Math.max(0, qp + offset));
  const high = [29, 30, 31, 32, 32, 33, 34, 34, 35, 35, 36, 36, 37, 37, 37, 38, 38, 38, 39, 39, 39, 39];
  return index < 30 ? index : (high[index - 30] as number);
}
