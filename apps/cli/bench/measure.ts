import { fork } from 'node:child_process';
import { once } from 'node:events';
import { entryArguments } from '../installation.ts';
import { withLargePages } from '../large-pages.ts';
import type { Taken } from './clock.ts';
import { wordSchema, type Job, type Order } from './job.ts';
import { watchMemory, type MemoryWatch } from './memory.ts';

/** What one run took. */
export interface TimedRun extends Taken {
  stages: Record<string, number>;
  work: Record<string, number>;
}

/** What a job took; peak memory in MB over all processes. */
export interface Measured {
  runs: TimedRun[];
  peakMemoryMB: number;
}

export interface Measurement {
  root: string;
  job: Job;
  runs: number;
  signal: AbortSignal;
  onRun: (run: TimedRun) => void;
}

/**
 * Does a job in a process of its own and times each run. Memory is watched in one run more, which is not timed: to count
 * the pages of a large process takes as long as drawing a picture, and stops it meanwhile.
 * Throws what the process ended with.
 */
export async function measureJob({ root, job, runs, signal, onRun }: Measurement): Promise<Measured> {
  const [entry = '', ...execArgv] = entryArguments(root, 'cli', 'bench-worker').reverse();
  const child = fork(entry, [], {
    execArgv: execArgv.reverse(),
    env: withLargePages(process.env),
    // Ctrl-C reaches this process alone, which ends the other in order.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const errors: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const timed: TimedRun[] = [];
  let memory: MemoryWatch | undefined;
  child.on('message', (message) => {
    const word = wordSchema.parse(message);
    if (word.says === 'begin') {
      if (timed.length === runs) memory = watchMemory(child.pid ?? 0);
      return;
    }
    memory?.stop();
    if (timed.length === runs) return;
    const run = { ...word.taken, stages: word.stages, work: word.work };
    timed.push(run);
    onRun(run);
  });
  const stop = (): void => child.disconnect();
  signal.addEventListener('abort', stop, { once: true });
  try {
    // Not `close`, which a child never reports when its channel was closed from here.
    const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    const silent = child.stderr && once(child.stderr, 'close');
    child.send({ job, runs: runs + 1 } satisfies Order);
    const [code, killedBy] = await ended;
    await silent;
    signal.throwIfAborted();
    if (code !== 0)
      throw new Error(
        `the measured process ended with ${String(killedBy ?? code)}: ${errors.join('').trim()}`,
      );
    if (memory === undefined) throw new Error('the measured process ended before its last run');
    return { runs: timed, peakMemoryMB: memory.peakMB() };
  } finally {
    memory?.stop();
    signal.removeEventListener('abort', stop);
  }
}
