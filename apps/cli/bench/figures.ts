import type { BenchCase } from './cases.ts';
import type { Measured, TimedRun } from './measure.ts';

/** The middle of several runs, with the ends. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** What the runs of a case came to. */
export interface Figures {
  name: string;
  runs: number;
  seconds: Spread;
  /** Seconds of video made in a second. */
  realtimeFactor: Spread;
  cpuSecondsPerMinute: number;
  peakMemoryMB: number;
  /** Median seconds by stage and by kind of work, for those that have any. */
  stages: Record<string, number>;
  work: Record<string, number>;
}

/** Throws RangeError without numbers. */
export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined || min === undefined || max === undefined)
    throw new RangeError('there is no middle of nothing');
  return { median: (low + high) / 2, min, max };
}

/** Medians of the runs. */
export function figuresOf({ name, videoSeconds }: BenchCase, { runs, peakMemoryMB }: Measured): Figures {
  const of = (read: (run: TimedRun) => number): Spread => spreadOf(runs.map(read));
  const medians = (read: (run: TimedRun) => Record<string, number>): Record<string, number> =>
    Object.fromEntries(
      [...new Set(runs.flatMap((run) => Object.keys(read(run))))].map((key) => [
        key,
        of((run) => read(run)[key] ?? 0).median,
      ]),
    );
  return {
    name,
    runs: runs.length,
    seconds: of(({ seconds }) => seconds),
    realtimeFactor: of(({ seconds }) => videoSeconds / seconds),
    cpuSecondsPerMinute: of(({ cpuSeconds }) => (cpuSeconds * 60) / videoSeconds).median,
    peakMemoryMB,
    stages: medians(({ stages }) => stages),
    work: medians(({ work }) => work),
  };
}
