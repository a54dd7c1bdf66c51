import type { Pcm } from '../pcm.ts';
import { createPowerSpectrum } from './fourier.ts';

/** Frames are 10 ms apart and look at 25 ms of sound. */
export const FRAME_MS = 10;
const WINDOW_MS = 25;
const MEL_BANDS = 24;
/** Coefficients per frame. */
export const COEFFICIENTS = 13;
const LOWEST_HZ = 100;
/** What a 16 kHz voice still holds. */
const HIGHEST_HZ = 7500;
/** Keeps digital silence from being infinitely far from quiet sound; power per bin of the spectrum. */
const NOISE_FLOOR = 500;

/**
 * Mel-frequency cepstra of a sound (Davis and Mermelstein 1980): 13 numbers per 10 ms, one frame after the other, each
 * coefficient with mean 0 and an equal deviation over the sound, so that voices and recording levels compare.
 */
export function cepstra({ pcm, sampleRate }: Pcm): Float64Array {
  const hop = Math.round((sampleRate * FRAME_MS) / 1000);
  const width = Math.round((sampleRate * WINDOW_MS) / 1000);
  const spectrum = createPowerSpectrum(width);
  const filters = melFilters(spectrum.size, sampleRate);
  const frames = Math.max(1, Math.floor((pcm.length - width) / hop) + 1);
  const rows = new Float64Array(frames * COEFFICIENTS);
  const bands = new Float64Array(MEL_BANDS);
  for (let frame = 0; frame < frames; frame += 1) {
    const power = spectrum.of(pcm, frame * hop);
    filters.forEach(({ first, weights }, band) => {
      let sum = NOISE_FLOOR * power.length;
      for (let i = 0; i < weights.length; i += 1) sum += (weights[i] as number) * (power[first + i] ?? 0);
      bands[band] = Math.log(sum);
    });
    cosineTransform(bands, rows.subarray(frame * COEFFICIENTS, (frame + 1) * COEFFICIENTS));
  }
  normalise(rows, frames);
  return rows;
}

/** Triangular filters at equal distances in mel; per filter its first bin and its weights. */
function melFilters(size: number, sampleRate: number): { first: number; weights: Float64Array }[] {
  const mel = (hz: number): number => 2595 * Math.log10(1 + hz / 700);
  const bin = (index: number): number => {
    const m = mel(LOWEST_HZ) + ((mel(HIGHEST_HZ) - mel(LOWEST_HZ)) * index) / (MEL_BANDS + 1);
    return ((700 * (10 ** (m / 2595) - 1)) / sampleRate) * size;
  };
  return Array.from({ length: MEL_BANDS }, (_, band) => {
    const [low, centre, high] = [bin(band), bin(band + 1), bin(band + 2)];
    const first = Math.ceil(low);
    const weights = Float64Array.from({ length: Math.ceil(high) - first }, (_w, i) => {
      const k = first + i;
      return k <= centre ? (k - low) / (centre - low) : (high - k) / (high - centre);
    });
    return { first, weights };
  });
}

const COSINES = Array.from({ length: COEFFICIENTS }, (_, k) =>
  Float64Array.from({ length: MEL_BANDS }, (_b, i) => Math.cos((Math.PI * k * (i + 0.5)) / MEL_BANDS)),
);

function cosineTransform(bands: Float64Array, into: Float64Array): void {
  COSINES.forEach((cosines, k) => {
    let sum = 0;
    for (let i = 0; i < MEL_BANDS; i += 1) sum += (bands[i] as number) * (cosines[i] as number);
    into[k] = sum;
  });
}

/**
 * What two voices share counts for more: when it is loud (0), then the broad shape of the spectrum; fine detail is the
 * voice's own. Chosen on the voices of flite against each other.
 */
function weightOf(coefficient: number): number {
  if (coefficient === 0) return 3;
  return coefficient < 6 ? 1.4 : 0.5;
}

function normalise(rows: Float64Array, frames: number): void {
  for (let k = 0; k < COEFFICIENTS; k += 1) {
    let sum = 0;
    let squares = 0;
    for (let i = k; i < rows.length; i += COEFFICIENTS) {
      sum += rows[i] as number;
      squares += (rows[i] as number) ** 2;
    }
    const mean = sum / frames;
    const scale = weightOf(k) / (Math.sqrt(Math.max(0, squares / frames - mean ** 2)) + 1e-6);
    for (let i = k; i < rows.length; i += COEFFICIENTS) rows[i] = ((rows[i] as number) - mean) * scale;
  }
}
