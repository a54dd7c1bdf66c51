import type { Figures } from './figures.ts';

/** A bar with what was measured against it. */
export interface Verdict {
  name: string;
  /** In words, with the figure. */
  says: string;
  pass: boolean;
}

interface Bar {
  name: string;
  /** What is held against the limit; undefined when it was not measured. */
  figure: (of: Figures, all: ReadonlyMap<string, Figures>) => number | undefined;
  limit: number;
  must: 'reach' | 'stay_under';
  unit: string;
}

const realtime = ({ realtimeFactor }: Figures): number => realtimeFactor.median;

/** What issue and docs promise (docs/decisions/rendering.md). */
const bars: readonly Bar[] = [
  { name: 'lesson-1080p', figure: realtime, limit: 12, must: 'reach', unit: '× real time' },
  {
    name: 'lesson-1080p',
    figure: (lesson, all) => {
      const floor = all.get('floor-1080p');
      return floor && realtime(lesson) / realtime(floor);
    },
    limit: 3,
    must: 'reach',
    unit: '× floor-1080p',
  },
  {
    name: 'lesson-1080p',
    figure: ({ cpuSecondsPerMinute }) => cpuSecondsPerMinute,
    limit: 10,
    must: 'stay_under',
    unit: 'CPU-seconds a minute',
  },
  { name: 'lesson-720p', figure: realtime, limit: 24, must: 'reach', unit: '× real time' },
  ...['lesson-1080p', 'lesson-720p', 'lesson-1080p-constant', 'edit-one-sentence'].map((name): Bar => ({
    name,
    figure: ({ peakMemoryMB }) => peakMemoryMB,
    limit: 500,
    must: 'stay_under',
    unit: 'MB',
  })),
  {
    name: 'edit-one-sentence',
    figure: ({ seconds }) => seconds.median,
    limit: 3,
    must: 'stay_under',
    unit: 's',
  },
];

/** Holds medians against the bars of what was measured. Pure. */
export function verdictsOn(measured: readonly Figures[]): Verdict[] {
  const all = new Map(measured.map((figures) => [figures.name, figures]));
  return bars.flatMap(({ name, figure, limit, must, unit }) => {
    const of = all.get(name);
    const value = of && figure(of, all);
    if (value === undefined) return [];
    const pass = must === 'reach' ? value >= limit : value <= limit;
    const bound = must === 'reach' ? 'at least' : 'at most';
    return [{ name, says: `${value.toFixed(1)} ${unit}, ${bound} ${String(limit)}`, pass }];
  });
}
