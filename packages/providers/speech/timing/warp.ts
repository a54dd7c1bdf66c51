import { lengthMs, type Pcm } from '../pcm.ts';
import { cepstra, FRAME_MS } from './spectrum.ts';

const DIAGONAL = 0;
const REFERENCE_ONLY = 1;
const TARGET_ONLY = 2;

/**
 * Finds when `target` says what `reference` says: dynamic time warping over mel cepstra (Sakoe and Chiba 1978). Both
 * must hold the same words in the same order. Returns a never-decreasing map from ms in the reference to ms in the
 * target.
 */
export function warp(reference: Pcm, target: Pcm): (ms: number) => number {
  const a = cepstra(reference);
  const b = cepstra(target);
  const partners = averagePartners(cheapestSteps(a, b), a.length, b.length);
  return (ms) => {
    const at = Math.min(a.length - 1, Math.max(0, ms / FRAME_MS));
    const [low, high] = [partners[Math.floor(at)] ?? 0, partners[Math.ceil(at)] ?? 0];
    return Math.min(lengthMs(target), (low + (high - low) * (at % 1)) * FRAME_MS);
  };
}

/** For every pair of frames the step by which the cheapest path arrives there. */
function cheapestSteps(a: readonly Float64Array[], b: readonly Float64Array[]): Uint8Array {
  const steps = new Uint8Array(a.length * b.length);
  let previous = new Float64Array(b.length + 1).fill(Infinity);
  previous[0] = 0;
  a.forEach((row, i) => {
    const current = new Float64Array(b.length + 1).fill(Infinity);
    b.forEach((other, j) => {
      const costs = [previous[j], previous[j + 1], current[j]] as const;
      let step = DIAGONAL;
      if ((costs[1] ?? 0) < (costs[step] ?? 0)) step = REFERENCE_ONLY;
      if ((costs[2] ?? 0) < (costs[step] ?? 0)) step = TARGET_ONLY;
      steps[i * b.length + j] = step;
      current[j + 1] = (costs[step] ?? 0) + distance(row, other);
    });
    previous = current;
  });
  return steps;
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k += 1) sum += ((a[k] as number) - (b[k] as number)) ** 2;
  return Math.sqrt(sum);
}

/** For each frame of the reference the mean of the target frames that the path pairs it with. */
function averagePartners(steps: Uint8Array, rows: number, columns: number): number[] {
  const sums = new Float64Array(rows);
  const counts = new Float64Array(rows);
  let i = rows - 1;
  let j = columns - 1;
  while (i >= 0 && j >= 0) {
    sums[i] = (sums[i] ?? 0) + j;
    counts[i] = (counts[i] ?? 0) + 1;
    const step = steps[i * columns + j];
    if (step !== TARGET_ONLY) i -= 1;
    if (step !== REFERENCE_ONLY) j -= 1;
  }
  return Array.from(sums, (sum, row) => sum / Math.max(1, counts[row] ?? 1));
}
