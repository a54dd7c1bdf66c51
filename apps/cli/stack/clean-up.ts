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
 * Ends what a run left behind whose owner died: the programs of its record, each only if it is certainly the one that
 * was recorded, and whatever PostgreSQL still serves this checkout's data. Returns the names of what it ended.
 */
export async function endLeftovers(crashed: RunRecord | null, postgresDir: string): Promise<string[]> {
  const ended: string[] = [];
  for (const tier of [...tiers].reverse()) {
    const left = crashed?.programs.filter((program) => program.tier === tier && isRunning(program)) ?? [];
    await Promise.all(left.map((program) => end(program, program.stopSignal)));
    ended.push(...left.map(({ name }) => name));
  }
  const postgres = runningPostgres(postgresDir);
  const identity = postgres === null ? null : identify(postgres);
  if (identity !== null) {
    await end(identity, 'SIGINT');
    ended.push('postgres');
  }
  return ended;
}
