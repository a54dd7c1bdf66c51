import type { Fault } from './fault.ts';
import { percentilesOf, type Percentiles } from './percentiles.ts';
import type { TrialReport } from './run-trial.ts';

/** What all trials of a fault came to. */
export interface FaultReport {
  name: string;
  trials: number;
  /** Requests that were accepted and did not end. */
  lost: number;
  /** Requests that ended twice or have a gap in their events, and tasks that ran more often than the fault allows. */
  duplicated: number;
  /** Requests that ended otherwise than they had to. */
  wrongTerminal: number;
  recoveryMs: Percentiles;
  pass: boolean;
  figures: Record<string, number>;
  /** What is broken, each a sentence. */
  broken: string[];
}

/** Sums the trials of a fault up and judges them. */
export function reportOf({ name, recovery }: Fault, trials: readonly TrialReport[]): FaultReport {
  const all = (kind: keyof TrialReport['findings']) => trials.flatMap(({ findings }) => findings[kind]);
  const recoveryMs = percentilesOf(trials.flatMap((trial) => trial.recoveryMs));
  const broken = [...all('lost'), ...all('duplicated'), ...all('wrongTerminal'), ...all('other')];
  if (recovery !== undefined) {
    const { percentile, atMostMs } = recovery;
    const measured = recoveryMs[percentile];
    const limit = `${percentile} of the recovery must be at most ${String(atMostMs)} ms`;
    if (measured === null) broken.push(`${limit}, and nothing was measured`);
    else if (measured > atMostMs) broken.push(`${limit} and is ${String(Math.round(measured))} ms`);
  }
  return {
    name,
    trials: trials.length,
    lost: all('lost').length,
    duplicated: all('duplicated').length,
    wrongTerminal: all('wrongTerminal').length,
    recoveryMs,
    pass: broken.length === 0,
    figures: figuresOf(trials),
    broken,
  };
}

/** How a figure of all trials comes from theirs, by the end of its name. */
const joins: readonly { ending: string; join: (one: number, other: number) => number }[] = [
  { ending: 'Ms', join: Math.max },
  { ending: 'Min', join: Math.min },
];
const sum = (one: number, other: number) => one + other;

function figuresOf(trials: readonly TrialReport[]): Record<string, number> {
  const figures: Record<string, number> = { requests: 0 };
  for (const trial of trials)
    for (const [name, value] of Object.entries({ requests: trial.requests, ...trial.figures })) {
      const before = figures[name];
      const join = joins.find(({ ending }) => name.endsWith(ending))?.join ?? sum;
      figures[name] = before === undefined ? value : join(before, value);
    }
  return figures;
}

const columns: readonly { title: string; of: (report: FaultReport) => string | number | null }[] = [
  { title: 'fault', of: ({ name }) => name },
  { title: 'trials', of: ({ trials }) => trials },
  { title: 'lost', of: ({ lost }) => lost },
  { title: 'duplicated', of: ({ duplicated }) => duplicated },
  { title: 'wrong terminal', of: ({ wrongTerminal }) => wrongTerminal },
  { title: 'p50 ms', of: ({ recoveryMs }) => rounded(recoveryMs.p50) },
  { title: 'p95 ms', of: ({ recoveryMs }) => rounded(recoveryMs.p95) },
  { title: 'max ms', of: ({ recoveryMs }) => rounded(recoveryMs.max) },
  { title: '', of: ({ pass }) => (pass ? 'PASS' : 'FAIL') },
];

function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms);
}

/** The table's lines; the first column stands left, numbers right. */
export function tableOf(reports: readonly FaultReport[]): string[] {
  const rows = [
    columns.map(({ title }) => title),
    ...reports.map((report) => columns.map(({ of }) => String(of(report) ?? '-'))),
  ];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

const shownFaults = 12;

/** What is broken of the faults that failed, and their own numbers. */
export function explanationOf(reports: readonly FaultReport[]): string[] {
  return reports.flatMap(({ name, broken, figures }) => [
    `${name}: ${Object.entries(figures)
      .map(([figure, value]) => `${figure} ${String(Math.round(value))}`)
      .join(', ')}`,
    ...broken.slice(0, shownFaults).map((sentence) => `  broken: ${sentence}`),
    ...(broken.length > shownFaults ? [`  and ${String(broken.length - shownFaults)} more`] : []),
  ]);
}

/** The report for programs, one line. */
export function jsonOf(seed: number, commit: string, reports: readonly FaultReport[]): string {
  const faults = reports.map(({ broken: _broken, recoveryMs, ...report }) => ({
    ...report,
    recoveryMs: {
      p50: rounded(recoveryMs.p50),
      p95: rounded(recoveryMs.p95),
      max: rounded(recoveryMs.max),
    },
  }));
  return JSON.stringify({ seed, commit, faults });
}
