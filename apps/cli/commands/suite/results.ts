import { relative } from 'node:path';

/** What a run counted: how much passed, and a line for everything that did not. */
export interface Tally {
  passed: number;
  failures: string[];
}

type Outcome = 'passed' | 'failed' | 'pending' | 'skipped' | 'todo' | 'disabled' | 'focused';

/** The parts that we read of the file that `jest --json --outputFile` writes. */
export interface JestResults {
  testResults: {
    /** Path of the test file. */
    name: string;
    /** Why the file as a whole failed, if it did. */
    message: string;
    assertionResults: { fullName: string; status: Outcome }[];
    status: 'passed' | 'failed';
  }[];
}

/**
 * Counts the tests of a Jest run. A test that did not run is a failure (skipped tests prove nothing), a file that failed
 * outside its tests is one, and so is a run without tests.
 */
export function tallyOf(results: JestResults, root: string): Tally {
  const tally: Tally = { passed: 0, failures: [] };
  for (const file of results.testResults) {
    const path = relative(root, file.name);
    const before = tally.failures.length;
    for (const { fullName, status: outcome } of file.assertionResults) {
      if (outcome === 'passed') tally.passed++;
      else if (outcome === 'failed') tally.failures.push(`${path} › ${fullName}`);
      else tally.failures.push(`${path} › ${fullName} (${outcome}: every test must run)`);
    }
    const blameless = tally.failures.length === before;
    if (blameless && file.status !== 'passed') {
      tally.failures.push(`${path} (${firstLine(file.message)})`);
    }
  }
  if (tally.passed + tally.failures.length === 0) tally.failures.push('jest (no test ran)');
  return tally;
}

/** What a Jest message says, without its bullet and heading. */
function firstLine(message: string): string {
  const lines = message.split('\n').map((line) => line.trim());
  return lines.find((line) => line !== '' && !line.startsWith('●')) ?? 'failed without a message';
}
