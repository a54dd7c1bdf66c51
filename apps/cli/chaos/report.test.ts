import type { Fault } from './fault.ts';
import { explanationOf, jsonOf, reportOf, tableOf } from './report.ts';
import type { TrialReport } from './run-trial.ts';

const fault: Fault = {
  name: 'flood',
  guarantee: 'it stays dry',
  trials: { short: 1, full: 2 },
  variants: [{ name: 'rain', work: 'text' }],
  recovery: { percentile: 'p95', atMostMs: 1_000 },
  run: () => Promise.resolve({}),
};
const trial = ({ findings, ...rest }: Partial<TrialReport> = {}): TrialReport => ({
  variant: 'rain',
  requests: 3,
  findings: { lost: [], duplicated: [], wrongTerminal: [], other: [], ...findings },
  recoveryMs: [400],
  figures: {},
  ...rest,
});
const nothing = { lost: [], duplicated: [], wrongTerminal: [], other: [] };

test('a fault passes when nothing is broken in any trial and the recoveries keep to the limit', () => {
  const report = reportOf(fault, [trial(), trial({ recoveryMs: [900.4, 100] })]);
  expect(report).toMatchObject({
    trials: 2,
    lost: 0,
    duplicated: 0,
    wrongTerminal: 0,
    pass: true,
    broken: [],
  });
  expect(report.recoveryMs).toEqual({ p50: 400, p95: 900.4, max: 900.4 });
});

test.each(['lost', 'duplicated', 'wrongTerminal', 'other'] as const)('one that is %s fails it', (kind) => {
  const report = reportOf(fault, [trial(), trial({ findings: { ...nothing, [kind]: ['a is wrong'] } })]);
  expect(report).toMatchObject({ pass: false, broken: ['a is wrong'] });
});

test.each([
  ['too slow', [1_001], /p95 .* at most 1000 ms and is 1001 ms/],
  ['not measured', [], /nothing was measured/],
])('a recovery that is %s fails it', (_, recoveryMs, why) => {
  const { pass, broken } = reportOf(fault, [trial({ recoveryMs })]);
  expect(pass).toBe(false);
  expect(broken).toEqual([expect.stringMatching(why)]);
});

test('figures are summed over the trials; of times the greatest counts, of minima the least', () => {
  const trials = [
    trial({ figures: { calls: 2, exitMs: 30, jainMin: 0.9 } }),
    trial({ figures: { calls: 1, exitMs: 20, jainMin: 0.8 } }),
  ];
  expect(reportOf(fault, trials).figures).toEqual({ requests: 6, calls: 3, exitMs: 30, jainMin: 0.8 });
});

test('the table has a line for each fault, its columns stand below each other', () => {
  const failed = reportOf({ ...fault, name: 'earthquake' }, [
    trial({ findings: { ...nothing, lost: ['x', 'y'] }, recoveryMs: [] }),
  ]);
  const lines = tableOf([reportOf(fault, [trial()]), failed]);
  expect(lines).toEqual([
    'fault       trials  lost  duplicated  wrong terminal  p50 ms  p95 ms  max ms',
    'flood            1     0           0               0     400     400     400  PASS',
    'earthquake       1     2           0               0       -       -       -  FAIL',
  ]);
});

test('what is broken is said in words, not without end', () => {
  const many = Array.from({ length: 20 }, (_, index) => `request ${String(index)} is lost`);
  const lines = explanationOf([reportOf(fault, [trial({ findings: { ...nothing, lost: many } })])]);
  expect(lines.slice(0, 2)).toEqual(['flood: requests 3', '  broken: request 0 is lost']);
  expect(lines.at(-1)).toBe('  and 8 more');
});

test('the JSON is one line of what the table says', () => {
  const json = jsonOf(7, 'abc', [reportOf(fault, [trial({ recoveryMs: [1.6] })])]);
  expect(json).not.toContain('\n');
  expect(JSON.parse(json)).toEqual({
    seed: 7,
    commit: 'abc',
    faults: [
      {
        name: 'flood',
        trials: 1,
        lost: 0,
        duplicated: 0,
        wrongTerminal: 0,
        recoveryMs: { p50: 2, p95: 2, max: 2 },
        pass: true,
        figures: { requests: 3 },
      },
    ],
  });
});
