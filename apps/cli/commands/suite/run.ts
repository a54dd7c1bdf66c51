import { availableParallelism } from 'node:os';
import { checks, generation, type Check } from './checks.ts';
import { runJest, type JestLimits } from './jest.ts';
import type { Tally } from './results.ts';
import { runScript } from './script.ts';

/** Jest projects that can be named to run alone (jest.config.mjs). */
const projects = ['unit', 'services'];

export interface TestRun {
  root: string;
  /** Names of checks and Jest projects, and paths of tests; empty for everything. */
  selection: readonly string[];
  print: (line: string) => void;
  /** Aborted when the run is to stop. */
  signal: AbortSignal;
  /** Breaks the running system on purpose, and counts what held. */
  breakOnPurpose: () => Promise<Tally>;
  limits?: JestLimits;
}

const defaultLimits: JestLimits = { totalMs: 30 * 60_000, exitMs: 10_000 };

/** Names the short set of `vividly chaos` in a selection. */
const chaosName = 'chaos';

/** What a selection means. */
export interface Plan {
  checks: Check[];
  /** Arguments of Jest; null when it does not run. */
  jest: string[] | null;
  chaos: 'short set' | 'none';
}

export function plan(selection: readonly string[]): Plan {
  const all = [generation, ...checks];
  const named = all.filter(({ script }) => selection.includes(script));
  const known = new Set([...all.map(({ script }) => script), ...projects, chaosName]);
  const chosen = projects.filter((project) => selection.includes(project));
  const paths = selection.filter((word) => !known.has(word));
  const chaos = selection.length === 0 || selection.includes(chaosName) ? 'short set' : 'none';
  if (selection.length === 0) return { checks: all, jest: [], chaos };
  if (chosen.length + paths.length === 0) return { checks: named, jest: null, chaos };
  return {
    checks: named,
    chaos,
    jest: [...(chosen.length > 0 ? ['--selectProjects', ...chosen, '--'] : []), ...paths],
  };
}

/**
 * Runs the checks, the tests and the short set of chaos, all of them even when one fails, and counts: a check and a fault
 * count as one test each. Prints what fails at the end, and last the line `N passed, N failed`.
 */
export async function runTests({
  root,
  selection,
  print,
  signal,
  breakOnPurpose,
  limits = defaultLimits,
}: TestRun): Promise<Tally> {
  const { checks: chosen, jest, chaos } = plan(selection);
  const total: Tally = { passed: 0, failures: [] };
  const check = async (one: Check) => {
    if (signal.aborted) return;
    if (await runCheck(root, one, print, signal)) total.passed++;
    else total.failures.push(`${one.script}: ${one.title}`);
  };
  const queue = chosen.filter((one) => one !== generation);
  if (chosen.includes(generation)) await check(generation);
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await check(next);
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, lane));
  if (jest !== null && !signal.aborted) {
    print('');
    // Tests start programs of their own (ffmpeg, PostgreSQL): more workers than cores would only wait.
    const workers = `--maxWorkers=${Math.max(2, availableParallelism())}`;
    const tests = await runJest(root, [workers, ...jest], limits, { hear: print, signal });
    total.passed += tests.passed;
    total.failures.push(...tests.failures);
  }
  if (chaos === 'short set' && !signal.aborted) {
    print('');
    // After everything else: it measures how soon work goes on.
    const held = await breakOnPurpose();
    total.passed += held.passed;
    total.failures.push(...held.failures);
  }
  if (signal.aborted) total.failures.push('the run was stopped');
  if (total.failures.length > 0) print('\nFailed:');
  for (const failure of total.failures) print(`  ✗ ${failure}`);
  print('');
  print(`${total.passed} passed, ${total.failures.length} failed`);
  return total;
}

/** Runs one check; prints a line, and all that it said when it fails. */
async function runCheck(
  root: string,
  { script, title }: Check,
  print: TestRun['print'],
  signal: AbortSignal,
) {
  const started = performance.now();
  const said: string[] = [];
  const run = runScript(root, script, [], (line) => said.push(line));
  const stop = () => {
    run.kill('SIGTERM');
  };
  signal.addEventListener('abort', stop, { once: true });
  const end = await run.ended;
  signal.removeEventListener('abort', stop);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const holds = 'code' in end && end.code === 0;
  print(`${holds ? '✓' : '✗'} ${title} (${script}, ${seconds} s)`);
  if (!holds) for (const line of said) print(`    ${line}`);
  return holds;
}
