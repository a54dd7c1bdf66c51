import { setTimeout as delay } from 'node:timers/promises';
import { runningPostgres } from '@vividly/testing/running-postgres';
import { identify, isRunning, type ProcessIdentity } from './process-identity.ts';
import { tiers, type RunRecord } from './run-record.ts';

const pollMs = 25;

/** Asks a process that is not our child to end, waits, and kills it after `limitMs`. */
async function end(process: ProcessIdentity, signal: NodeJS.Signals, limitMs = 20_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  send(process, signal);
  while (isRunning(process)) {
    if (Date.now() > deadline) send(process, 'SIGKILL');
    await delay(pollMs);
  }
}

function send(target: ProcessIdentity, signal: NodeJS.Signals): void {
  if (!isRunning(target)) return;
  try {
    process.kill(target.pid, signal);
  } catch (error) {
    // It may have ended between the two calls.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Ends what a run left behind whose owner died: the programs of its record, and whatever PostgreSQL still serves this
 * checkout's data. Returns the names of what it ended.
 */
export async function endLeftovers(crashed: RunRecord | null, postgresDir: string): Promise<string[]> {
  const programs = crashed === null ? [] : await endPrograms(crashed);
  return [...programs, ...(await endPostgres(postgresDir))];
}

/** Ends the programs of a record, each only if it is certainly the one that was recorded. Returns their names. */
export async function endPrograms(crashed: RunRecord): Promise<string[]> {
  const ended: string[] = [];
  for (const tier of [...tiers].reverse()) {
    const left = crashed.programs.filter((program) => program.tier === tier && isRunning(program));
    await Promise.all(left.map((program) => end(program, program.stopSignal)));
    ended.push(...left.map(({ name }) => name));
  }
  return ended;
}

/** Ends the PostgreSQL that serves the data in `postgresDir`, recorded or not. Returns its name, if there was one. */
export async function endPostgres(postgresDir: string): Promise<string[]> {
  const pid = runningPostgres(postgresDir);
  const identity = pid === null ? null : identify(pid);
  if (identity === null) return [];
  await end(identity, 'SIGINT');
  return ['postgres'];
}
