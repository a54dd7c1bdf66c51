import { lengthMs, type Pcm } from '../pcm.ts';
import { cepstra, COEFFICIENTS, FRAME_MS } from './cepstra.ts';

const DIAGONAL = 0;
const REFERENCE_ONLY = 1;
const TARGET_ONLY = 2;
/** How far the two may run apart, as a share of the whole and at least in frames: bounds the work, not the result. */
const BAND = { share: 0.2, frames: 150 };

/**
 * Finds when `target` says what `reference` says: dynamic time warping over mel cepstra (Sakoe and Chiba 1978). Both
 * must hold the same words in the same order. Returns a never-decreasing map from ms in the reference to ms in the
 * target.
 */
export function warp(reference: Pcm, target: Pcm): (ms: number) => number {
  const a = cepstra(reference);
  const b = cepstra(target);
  const rows = a.length / COEFFICIENTS;
  const partners = averagePartners(cheapestSteps(a, b), rows, b.length / COEFFICIENTS);
  return (ms) => {
    const at = Math.min(rows - 1, Math.max(0, ms / FRAME_MS));
    const [low, high] = [partners[Math.floor(at)] ?? 0, partners[Math.ceil(at)] ?? 0];
    return Math.min(lengthMs(target), (low + (high - low) * (at % 1)) * FRAME_MS);
  };
}

/** For every pair of frames within the band the step by which the cheapest path arrives there. */
function cheapestSteps(a: Float64Array, b: Float64Array): Uint8Array {
  const rows = a.length / COEFFICIENTS;
  const columns = b.length / COEFFICIENTS;
  const reach = Math.max(BAND.frames, Math.round(BAND.share * columns), Math.ceil(columns / rows));
  const steps = new Uint8Array(rows * columns);
  // Entry j + 1 is the cost of the path that ends at column j.
  let previous = new Float64Array(columns + 1).fill(Infinity);
  let current = new Float64Array(columns + 1);
  previous[0] = 0;
  for (let i = 0; i < rows; i += 1) {
    const centre = Math.round((i * (columns - 1)) / Math.max(1, rows - 1));
    const last = Math.min(columns - 1, centre + reach);
    current.fill(Infinity);
    for (let j = Math.max(0, centre - reach); j <= last; j += 1) {
      let cost = previous[j] as number;
      let step = DIAGONAL;
      if ((previous[j + 1] as number) < cost) {
        cost = previous[j + 1] as number;
        step = REFERENCE_ONLY;
      }
      if ((current[j] as number) < cost) {
        cost = current[j] as number;
        step = TARGET_ONLY;
      }
      steps[i * columns + j] = step;
      current[j + 1] = cost + distance(a, i * COEFFICIENTS, b, j * COEFFICIENTS);
    }
    [previous, current] = [current, previous];
  }
  return steps;
}

/** Between the frames that start at `i` and `j`. */
function distance(a: Float64Array, i: number, b: Float64Array, j: number): number {
  let sum = 0;
  for (let k = 0; k < COEFFICIENTS; k += 1) {
    const difference = (a[i + k] as number) - (b[j + k] as number);
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}

/** For each frame of the reference the mean of the target frames that the path pairs it with. */
function averagePartners(steps: Uint8Array, rows: number, columns: number): number[] {
  const sums = new Float64Array(rows);
  const counts = new Float64Array(rows);
  let i = rows - 1;
  let j = columns - 1;
  while (i >= 0 && j >= 0) {
    sums[i] = (sums[i] as number) + j;
    counts[i] = (counts[i] as number) + 1;
    const step = steps[i * columns + j];
    if (step !== TARGET_ONLY) i -= 1;
    if (step !== REFERENCE_ONLY) j -= 1;
  }
  return Array.from(sums, (sum, row) => sum / Math.max(1, counts[row] ?? 1));
}
