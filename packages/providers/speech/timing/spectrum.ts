import type { Pcm } from '../pcm.ts';

/** Frames are 10 ms apart and look at 25 ms of sound. */
export const FRAME_MS = 10;
const WINDOW_MS = 25;
const MEL_BANDS = 24;
const COEFFICIENTS = 13;
const LOWEST_HZ = 100;
/** What a 16 kHz voice still holds. */
const HIGHEST_HZ = 7500;

/**
 * Mel-frequency cepstra of a sound, one row of 13 per 10 ms, each coefficient scaled to mean 0 and deviation 1 over
 * the sound, so that voices and recording levels compare (Davis and Mermelstein 1980).
 */
export function cepstra({ pcm, sampleRate }: Pcm): Float64Array[] {
  const hop = Math.round((sampleRate * FRAME_MS) / 1000);
  const width = Math.round((sampleRate * WINDOW_MS) / 1000);
  const size = 2 ** Math.ceil(Math.log2(width));
  const filters = melFilters(size, sampleRate);
  const rows: Float64Array[] = [];
  for (let at = 0; at === 0 || at + width <= pcm.length; at += hop)
    rows.push(cosineTransform(bandEnergies(powerSpectrum(pcm, at, width, size), filters)));
  normalise(rows);
  return rows;
}

/** Power of the frequencies 0 to Nyquist of one Hamming-windowed frame. */
function powerSpectrum(pcm: Int16Array, at: number, width: number, size: number): Float64Array {
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  for (let i = 0; i < width; i += 1)
    re[i] = (pcm[at + i] ?? 0) * (0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (width - 1)));
  fourier(re, im);
  return re.slice(0, size / 2 + 1).map((value, i) => value ** 2 + (im[i] ?? 0) ** 2);
}

/** Fast Fourier transform in place (Cooley and Tukey, radix 2); the length is a power of two. */
function fourier(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i += 1) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j] as number, re[i] as number];
      [im[i], im[j]] = [im[j] as number, im[i] as number];
    }
  }
  for (let half = 1; half < n; half *= 2)
    for (let k = 0; k < half; k += 1) {
      const cos = Math.cos((-Math.PI * k) / half);
      const sin = Math.sin((-Math.PI * k) / half);
      for (let i = k; i < n; i += 2 * half) {
        const j = i + half;
        const r = (re[j] as number) * cos - (im[j] as number) * sin;
        const m = (re[j] as number) * sin + (im[j] as number) * cos;
        re[j] = (re[i] as number) - r;
        im[j] = (im[i] as number) - m;
        re[i] = (re[i] as number) + r;
        im[i] = (im[i] as number) + m;
      }
    }
}

/** Triangular filters at equal distances in mel; per filter its first bin and its weights. */
function melFilters(size: number, sampleRate: number): { first: number; weights: number[] }[] {
  const mel = (hz: number): number => 2595 * Math.log10(1 + hz / 700);
  const bin = (index: number): number => {
    const m = mel(LOWEST_HZ) + ((mel(HIGHEST_HZ) - mel(LOWEST_HZ)) * index) / (MEL_BANDS + 1);
    return ((700 * (10 ** (m / 2595) - 1)) / sampleRate) * size;
  };
  return Array.from({ length: MEL_BANDS }, (_, band) => {
    const [low, centre, high] = [bin(band), bin(band + 1), bin(band + 2)];
    const first = Math.ceil(low);
    const weights: number[] = [];
    for (let k = first; k < high; k += 1)
      weights.push(k <= centre ? (k - low) / (centre - low) : (high - k) / (high - centre));
    return { first, weights };
  });
}

function bandEnergies(power: Float64Array, filters: { first: number; weights: number[] }[]): number[] {
  // The floor keeps digital silence from being infinitely far from quiet sound.
  const floor = 500 * power.length;
  return filters.map(({ first, weights }) =>
    Math.log(weights.reduce((sum, weight, i) => sum + weight * (power[first + i] ?? 0), floor)),
  );
}

function cosineTransform(bands: readonly number[]): Float64Array {
  return Float64Array.from({ length: COEFFICIENTS }, (_, k) =>
    bands.reduce((sum, band, i) => sum + band * Math.cos((Math.PI * k * (i + 0.5)) / bands.length), 0),
  );
}

function normalise(rows: readonly Float64Array[]): void {
  for (let k = 0; k < COEFFICIENTS; k += 1) {
    const mean = rows.reduce((sum, row) => sum + (row[k] ?? 0), 0) / rows.length;
    const variance = rows.reduce((sum, row) => sum + ((row[k] ?? 0) - mean) ** 2, 0) / rows.length;
    for (const row of rows) row[k] = ((row[k] ?? 0) - mean) / (Math.sqrt(variance) + 1e-6);
  }
}
