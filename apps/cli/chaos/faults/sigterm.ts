import { busyWorker, byStage } from '../busy.ts';
import type { Fault } from '../fault.ts';
import { resumptionOf, tasksOf, tasksOn } from '../tasks.ts';

const exitLimitMs = 5_000;
const settleLimitMs = 120_000;

/** A worker that is told to end: a deployment, a machine that is drained. */
export const sigterm: Fault = {
  name: 'sigterm',
  guarantee:
    'SIGTERM to a worker in mid-task: it exits with code 0 within 5 s and hands its tasks back, none of which loses a try',
  trials: { short: 1, full: 20 },
  // Rendering first: the workers are set up for it by the fault before.
  variants: [
    { name: 'rendering', work: 'render' },
    { name: 'writing', work: 'text' },
  ],
  async run(trial) {
    const { stack, load, signal } = trial;
    const worker = await busyWorker(trial);
    const running = await tasksOn(trial, worker);
    const askedAt = Date.now();
    const end = await worker.end('SIGTERM');
    const exitMs = Date.now() - askedAt;
    const replacement = stack.crew.start();
    const { recoveryMs, broken } = await resumptionOf(trial, running, askedAt);
    await replacement;
    await load.settle(settleLimitMs, signal);
    const tasks = await tasksOf(stack.db, load.ids());
    const counted = tasks.filter(({ attempt, losses }) => attempt > 1 || losses > 0);
    // The worker may have taken a task after the look at it; what it hands back runs under one more epoch, not two.
    const handedBack = tasks.filter(({ runEpoch }) => runEpoch === 2).map(({ id }) => id);
    return {
      recoveryMs,
      mayRepeat: new Set(handedBack),
      broken: [
        ...broken,
        ...(end === 'exit code 0' ? [] : [`the worker ended with ${end} at SIGTERM`]),
        ...(exitMs <= exitLimitMs ? [] : [`the worker took ${String(exitMs)} ms to end at SIGTERM`]),
        ...counted.map(
          ({ id, stage, attempt, losses }) =>
            `task ${id} (${stage}) has attempt ${String(attempt)} and ${String(losses)} losses after a SIGTERM`,
        ),
      ],
      figures: { exitMs, handedBack: handedBack.length, ...byStage(running) },
    };
  },
};
