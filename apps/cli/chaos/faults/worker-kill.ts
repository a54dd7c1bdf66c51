import { busyWorker, byStage } from '../busy.ts';
import type { Fault } from '../fault.ts';
import { resumptionOf, tasksOn } from '../tasks.ts';

/** A worker that dies in mid-task: power, kernel, out of memory. */
export const workerKill: Fault = {
  name: 'worker-kill',
  guarantee:
    'kill -9 of a worker in mid-task: its tasks run again elsewhere within 20 s (p95), and no other task repeats',
  trials: { short: 2, full: 20 },
  variants: [
    { name: 'writing', work: 'text' },
    { name: 'rendering', work: 'render' },
  ],
  recovery: { percentile: 'p95', atMostMs: 20_000 },
  async run(trial) {
    const worker = await busyWorker(trial);
    const killedAt = Date.now();
    await worker.end('SIGKILL');
    const left = await tasksOn(trial, worker);
    const replacement = trial.stack.crew.start();
    const { recoveryMs, repeated, broken } = await resumptionOf(trial, left, killedAt);
    await replacement;
    return { recoveryMs, broken, mayRepeat: repeated, figures: byStage(left) };
  },
};
