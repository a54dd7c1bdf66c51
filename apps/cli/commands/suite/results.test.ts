import { tallyOf, type JestResults } from './results.ts';

type File = JestResults['testResults'][number];
type Outcome = File['assertionResults'][number]['status'];

const file = (name: string, outcomes: Record<string, Outcome>, more: Partial<File> = {}): File => ({
  name: `/repo/${name}`,
  message: '',
  status: 'passed',
  assertionResults: Object.entries(outcomes).map(([fullName, outcome]) => ({ fullName, status: outcome })),
  ...more,
});

describe('the tally of a Jest run', () => {
  test('counts what passed and names what failed', () => {
    const results: JestResults = {
      testResults: [file('a.test.ts', { 'adds one': 'passed', 'adds two': 'failed' }, { status: 'failed' })],
    };
    expect(tallyOf(results, '/repo')).toEqual({ passed: 1, failures: ['a.test.ts › adds two'] });
  });

  test.each<Outcome>(['pending', 'todo', 'skipped', 'disabled'])(
    'takes a %s test for a failure',
    (outcome) => {
      const { passed, failures } = tallyOf({ testResults: [file('a.test.ts', { waits: outcome })] }, '/repo');
      expect(passed).toBe(0);
      expect(failures).toEqual([`a.test.ts › waits (${outcome}: every test must run)`]);
    },
  );

  test('takes a file that failed outside its tests for one failure, with the reason', () => {
    const message = '  ● Test suite failed to run\n\n    Cannot find module x\n      at y';
    const broken = file('b.test.ts', {}, { status: 'failed', message });
    expect(tallyOf({ testResults: [broken] }, '/repo').failures).toEqual([
      'b.test.ts (Cannot find module x)',
    ]);
  });

  test('takes a run without tests for a failure', () => {
    expect(tallyOf({ testResults: [] }, '/repo').failures).toEqual(['jest (no test ran)']);
  });
});
