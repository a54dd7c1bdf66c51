import { fork } from 'node:child_process';
import { once } from 'node:events';
import { entryArguments } from '../installation.ts';
import type { Taken } from './clock.ts';
import { wordSchema, type Job, type Order } from './job.ts';
import { watchMemory } from './memory.ts';

/** What one run took; peak memory in MB over all processes. */
export interface Measured extends Taken {
  peakMemoryMB: number;
  stages: Record<string, number>;
}

export interface Measurement {
  root: string;
  job: Job;
  runs: number;
  signal: AbortSignal;
  onRun: (measured: Measured) => void;
}

/** Does a job in a process of its own and measures each run. Throws what the process ended with. */
export async function measureJob({ root, job, runs, signal, onRun }: Measurement): Promise<Measured[]> {
  const [entry = '', ...execArgv] = entryArguments(root, 'cli', 'bench-worker').reverse();
  const child = fork(entry, [], {
    execArgv: execArgv.reverse(),
    // Ctrl-C reaches this process alone, which ends the other in order.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const errors: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const memory = watchMemory(child.pid ?? 0);
  const measured: Measured[] = [];
  child.on('message', (message) => {
    const word = wordSchema.parse(message);
    const peakMemoryMB = memory.takePeakMB();
    if (word.says === 'begin') return;
    measured.push({ ...word.taken, stages: word.stages, peakMemoryMB });
    onRun(measured.at(-1) as Measured);
  });
  const stop = (): void => child.disconnect();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    child.send({ job, runs } satisfies Order);
    const [code, killedBy] = await ended;
    signal.throwIfAborted();
    if (code !== 0)
      throw new Error(
        `the measured process ended with ${String(killedBy ?? code)}: ${errors.join('').trim()}`,
      );
    return measured;
  } finally {
    memory.stop();
    signal.removeEventListener('abort', stop);
  }
}
