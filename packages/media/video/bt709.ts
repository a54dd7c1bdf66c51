/**
 * BT.709 in limited range (white is 235, black 16), in 16-bit fixed point: ITU-R BT.709-6, items 3.2 to 3.4, for 8 bits.
 */
interface Weights {
  r: number;
  g: number;
  b: number;
  /** What a sample without colour is. */
  base: number;
}

export const Y: Weights = { r: 11966, g: 40254, b: 4064, base: 16 };
export const U: Weights = { r: -6596, g: -22189, b: 28784, base: 128 };
export const V: Weights = { r: 28784, g: -26145, b: -2639, base: 128 };

/** The share of a pixel that is not covered by half or more in 16 bits. */
const WHOLE = 1 << 16;
const HALF = 1 << 15;

/** Cover of 0 to 255 in 16 bits; exact at both ends. */
export const shareOf = (cover: number): number => cover * 257 + (cover >> 7);

/** One sample of a colour, multiplied by its cover as the colour is. */
export const sampleOf = (of: Weights, r: number, g: number, b: number, share = WHOLE): number =>
  (of.r * r + of.g * g + of.b * b + of.base * share + HALF) >> 16;

/** The sample of four pixels together, from the sums of their colours and shares. */
export const sampleOfFour = (of: Weights, r: number, g: number, b: number, share = 4 * WHOLE): number =>
  (of.r * r + of.g * g + of.b * b + of.base * share + 4 * HALF) >> 18;
