import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { endPostgres, endPrograms } from './stack/clean-up.ts';
import { isRunning } from './stack/process-identity.ts';
import { readRun, type RunRecord } from './stack/run-record.ts';

/**
 * Outlives the command that owns a stack. While that command runs it holds the other end of this process's standard
 * input; when it dies without stopping its programs (kill -9, out of memory), the pipe closes and they are ended here.
 */
const [runFile = '', postgresDir = '', runId = ''] = process.argv.slice(2);
process.stdin.resume();
await once(process.stdin, 'close');
const crashed = await abandoned();
if (crashed !== null) {
  await endPrograms(crashed);
  // A command that has begun meanwhile has cleaned up itself, and this may be its PostgreSQL.
  if (guarded() !== null) await endPostgres(postgresDir);
}

/** The record of the run that is guarded; null once that was stopped in order, or another one has begun. */
function guarded(): RunRecord | null {
  const run = readRun(runFile);
  return run?.id === runId ? run : null;
}

/** The record of the run once its owner is gone: the pipe of a dying process closes a moment before that. */
async function abandoned(): Promise<RunRecord | null> {
  for (;;) {
    const run = guarded();
    if (run === null || !isRunning(run.owner)) return run;
    await delay(25);
  }
}
