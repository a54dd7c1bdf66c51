import { StageStatus } from '@vividly/db/enums';
import { busyWorker, byStage } from '../busy.ts';
import type { Fault } from '../fault.ts';
import { differences, pictureOf } from '../picture.ts';
import { tasksOf, tasksOn, type TaskRow } from '../tasks.ts';
import { pause, until } from '../until.ts';

/** Time for the woken worker to try whatever it will try. */
const afterwardsMs = 5_000;
const settleLimitMs = 120_000;

/** A worker that stands still for longer than its lease and then goes on, sure that the task is its own. */
export const zombie: Fault = {
  name: 'zombie',
  guarantee:
    'a worker frozen until another one has completed its task writes nothing when it wakes: 0 stale writes',
  trials: { short: 1, full: 6 },
  variants: [
    { name: 'writing', work: 'text' },
    { name: 'rendering', work: 'render' },
  ],
  async run(trial) {
    const { stack, load, signal } = trial;
    const worker = await busyWorker(trial);
    worker.pause();
    const frozenAt = Date.now();
    // What it sent before it froze is still being done.
    await pause(300, signal);
    const held = await tasksOn(trial, worker);
    const ids = new Set(held.map(({ id }) => id));
    const own = async () => (await tasksOf(stack.db, load.ids())).filter(({ id }) => ids.has(id));
    await until(
      'other workers have completed what the frozen one held',
      async () =>
        (await own()).every(
          ({ status, workerId }) => status === StageStatus.completed && !worker.owns(workerId),
        ),
      { limitMs: settleLimitMs, signal, everyMs: 100 },
    );
    const completedMs = Date.now() - frozenAt;
    // What still goes on would change by itself.
    await load.settle(settleLimitMs, signal);
    const before = await pictureOf(stack.db, load.ids());
    worker.resume();
    await pause(afterwardsMs, signal);
    const staleWrites = differences(before, await pictureOf(stack.db, load.ids()));
    const foreign = await foreignArtifacts(trial.stack.db, await own());
    return {
      recoveryMs: [completedMs],
      mayRepeat: ids,
      broken: [...staleWrites, ...foreign],
      figures: { staleWrites: staleWrites.length + foreign.length, ...byStage(held) },
    };
  },
};

/** Artifacts that name one of the tasks under another epoch than that which completed it. */
async function foreignArtifacts(
  db: Parameters<typeof pictureOf>[0],
  tasks: readonly TaskRow[],
): Promise<string[]> {
  const artifacts = await db.artifact.findMany({
    where: { requestId: { in: tasks.map(({ requestId }) => requestId) } },
    select: { kind: true, storageKey: true, requestId: true },
  });
  return tasks.flatMap(({ id, runEpoch }) =>
    artifacts
      .filter(
        ({ storageKey }) => storageKey.includes(id) && !storageKey.includes(`${id}-${String(runEpoch)}/`),
      )
      .map(
        ({ kind, requestId }) =>
          `the ${kind} of request ${requestId} was not made by the winner of task ${id}`,
      ),
  );
}
