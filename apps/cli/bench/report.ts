import type { Verdict } from './bars.ts';
import type { Figures, Spread } from './figures.ts';
import type { Machine } from './machine.ts';

const spread = ({ median, min, max }: Spread): string =>
  `${median.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)})`;

const columns: readonly { title: string; of: (figures: Figures) => string }[] = [
  { title: 'case', of: ({ name }) => name },
  { title: 'runs', of: ({ runs }) => String(runs) },
  { title: '× real time', of: ({ realtimeFactor }) => spread(realtimeFactor) },
  { title: 'seconds', of: ({ seconds }) => spread(seconds) },
  { title: 'CPU-s a minute', of: ({ cpuSecondsPerMinute }) => cpuSecondsPerMinute.toFixed(1) },
  { title: 'peak MB', of: ({ peakMemoryMB }) => peakMemoryMB.toFixed(0) },
];

/** The table's lines; the first column stands left, numbers right. */
export function tableOf(measured: readonly Figures[]): string[] {
  const rows = [
    columns.map(({ title }) => title),
    ...measured.map((each) => columns.map(({ of }) => of(each))),
  ];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
}

/** Where the seconds of a lesson go, and how it stands to the bars. */
export function explanationOf(measured: readonly Figures[], verdicts: readonly Verdict[]): string[] {
  const inWords = (seconds: Record<string, number>): string =>
    Object.entries(seconds)
      .sort(([, a], [, b]) => b - a)
      .map(([what, each]) => `${what} ${each.toFixed(2)} s`)
      .join(', ');
  const stages = measured.flatMap(({ name, stages, work }) =>
    Object.keys(stages).length === 0
      ? []
      : [`${name}: ${inWords(stages)}`, `  of it, on two cores at once: ${inWords(work)}`],
  );
  return [
    ...stages,
    ...verdicts.map(({ name, says, pass }) => `${pass ? 'PASS' : 'FAIL'}  ${name}: ${says}`),
  ];
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
const roundedSpread = ({ median, min, max }: Spread): Spread => ({
  median: rounded(median),
  min: rounded(min),
  max: rounded(max),
});

/** The report for programs, one line. An edit has no real-time factor: what counts is how long the learner waits. */
export function jsonOf(machine: Machine, measured: readonly Figures[], verdicts: readonly Verdict[]): string {
  const cases = measured.map(
    ({ name, runs, seconds, realtimeFactor, cpuSecondsPerMinute, peakMemoryMB }) => ({
      name,
      runs,
      ...(name === 'edit-one-sentence'
        ? { seconds: roundedSpread(seconds) }
        : {
            realtimeFactor: roundedSpread(realtimeFactor),
            cpuSecondsPerMinute: rounded(cpuSecondsPerMinute),
          }),
      peakMemoryMB: Math.round(peakMemoryMB),
    }),
  );
  return JSON.stringify({ machine, cases, bars: verdicts });
}
