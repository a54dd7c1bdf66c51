import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { tallyOf, type JestResults, type Tally } from './results.ts';
import { runScript, type ScriptEnd } from './script.ts';

/** How long Jest may take, in milliseconds. */
export interface JestLimits {
  /** For all tests together; then something hangs. */
  totalMs: number;
  /** To end by itself after its last test; a handle that is still open keeps it alive. */
  exitMs: number;
}

/**
 * Runs Jest and counts its tests. It must end by itself: `--forceExit` would hide servers, timers and child processes
 * that the tests or the global setup left behind.
 */
export async function runJest(
  root: string,
  args: readonly string[],
  limits: JestLimits,
  options: { hear: (line: string) => void; signal: AbortSignal },
): Promise<Tally> {
  const dir = mkdtempSync(join(tmpdir(), 'vividly-jest-'));
  const outputFile = join(dir, 'results.json');
  const run = runScript(
    root,
    'jest',
    ['--ci', '--json', `--outputFile=${outputFile}`, ...args],
    options.hear,
  );
  const stop = () => {
    run.kill('SIGTERM');
  };
  options.signal.addEventListener('abort', stop, { once: true });
  try {
    const end = await endOf(run.ended, outputFile, limits);
    // What is left of the process group goes too, also after a clean end.
    run.kill('SIGKILL');
    const tally = existsSync(outputFile)
      ? tallyOf(JSON.parse(readFileSync(outputFile, 'utf8')) as JestResults, root)
      : { passed: 0, failures: ['jest (ended without results)'] };
    if (typeof end === 'string') tally.failures.push(end);
    else if (!('code' in end)) tally.failures.push(`jest (ended by ${end.signal})`);
    else if (end.code !== 0 && tally.failures.length === 0) {
      tally.failures.push(`jest (exit code ${end.code}, though every test passed)`);
    }
    return tally;
  } finally {
    options.signal.removeEventListener('abort', stop);
    rmSync(dir, { recursive: true, force: true });
  }
}

/** How Jest ended, or the failure that it did not. */
async function endOf(
  ended: Promise<ScriptEnd>,
  outputFile: string,
  { totalMs, exitMs }: JestLimits,
): Promise<ScriptEnd | string> {
  const over = new AbortController();
  const timer = async (ms: number) => delay(ms, undefined, { signal: over.signal });
  /** Jest writes its results after the last test and the global teardown. */
  const results = async () => {
    while (!existsSync(outputFile)) await timer(100);
    await timer(exitMs);
    return `jest (still alive ${exitMs / 1000} s after its last test: something is left open; find it with --detectOpenHandles)`;
  };
  const deadline = async () => {
    await timer(totalMs);
    return `jest (not done after ${totalMs / 1000} s)`;
  };
  const cancelled = (error: unknown) => {
    if (over.signal.aborted) return 'cancelled';
    throw error;
  };
  try {
    return await Promise.race([ended, results().catch(cancelled), deadline().catch(cancelled)]);
  } finally {
    over.abort();
  }
}
