import { PipelineStage, StageStatus } from '@vividly/db/enums';
import type { Database } from '@vividly/db';
import type { ChaosWorker } from './crew.ts';
import type { Trial } from './fault.ts';
import { pause, until } from './until.ts';

/** What faults look at of a task. */
export interface TaskRow {
  id: string;
  requestId: string;
  stage: PipelineStage;
  part: string;
  status: StageStatus;
  attempt: number;
  losses: number;
  runEpoch: number;
  workerId: string | null;
  waitingFor: string | null;
  startedAt: Date | null;
}

const columns = {
  id: true,
  requestId: true,
  stage: true,
  part: true,
  status: true,
  attempt: true,
  losses: true,
  runEpoch: true,
  workerId: true,
  waitingFor: true,
  startedAt: true,
} as const;

/** All tasks of these requests. */
export async function tasksOf(db: Database, requestIds: readonly string[]): Promise<TaskRow[]> {
  return db.stageTask.findMany({ where: { requestId: { in: [...requestIds] } }, select: columns });
}

async function tasksById(db: Database, ids: readonly string[]): Promise<TaskRow[]> {
  return db.stageTask.findMany({ where: { id: { in: [...ids] } }, select: columns });
}

/** The trial's tasks that run now. */
export async function runningTasks({ stack, load }: Trial): Promise<TaskRow[]> {
  const all = await tasksOf(stack.db, load.ids());
  return all.filter(({ status }) => status === StageStatus.in_progress);
}

/** Those of them that this worker runs. */
export async function tasksOn(trial: Trial, worker: ChaosWorker): Promise<TaskRow[]> {
  return (await runningTasks(trial)).filter(({ workerId }) => worker.owns(workerId));
}

/**
 * Waits until a task of `stage` (or of a later one, should that be over before it is seen) runs, and a moment of up to
 * `within` ms more, and returns the worker that has such a task then.
 */
export async function workerInStage(
  trial: Trial,
  stage: PipelineStage,
  within: number,
): Promise<ChaosWorker> {
  const { stack, random, signal } = trial;
  const order = Object.values(PipelineStage);
  const moment = random.whole(0, within);
  const busy = async () => {
    const tasks = (await runningTasks(trial)).filter(
      (task) => order.indexOf(task.stage) >= order.indexOf(stage),
    );
    return stack.crew.workers().filter(({ owns }) => tasks.some(({ workerId }) => owns(workerId)));
  };
  return until(
    `a worker is in the middle of ${stage}`,
    async () => {
      if ((await busy()).length === 0) return null;
      await pause(moment, signal);
      const still = await busy();
      return still.length === 0 ? null : random.pick(still);
    },
    { limitMs: 90_000, signal, everyMs: 10 },
  );
}

/** What became of tasks whose worker went away. */
export interface Resumption {
  /** From `since` until each ran again, in ms. */
  recoveryMs: number[];
  /** Tasks that ran again, or should have. */
  repeated: ReadonlySet<string>;
  /** Each a sentence. */
  broken: string[];
}

/** Waits until every task that was `left` at the time `since` runs again under a higher epoch. */
export async function resumptionOf(
  { stack, signal }: Trial,
  left: readonly TaskRow[],
  since: number,
  limitMs = 60_000,
): Promise<Resumption> {
  const before = new Map(left.map((task) => [task.id, task]));
  const epochOf = ({ id }: TaskRow) => before.get(id)?.runEpoch ?? 0;
  const deadline = Date.now() + limitMs;
  for (;;) {
    const now = await tasksById(stack.db, [...before.keys()]);
    // The last thing that the worker sent may have been the task's completion, which was not seen yet in `left`.
    const finished = now.filter(
      (task) => task.status === StageStatus.completed && task.runEpoch === epochOf(task),
    );
    for (const { id } of finished) before.delete(id);
    const again = now.filter(
      (task) =>
        before.has(task.id) &&
        task.runEpoch > epochOf(task) &&
        (task.status === StageStatus.in_progress || task.status === StageStatus.completed),
    );
    if (again.length === before.size || Date.now() > deadline) {
      const missing = now.filter((task) => before.has(task.id) && !again.includes(task));
      return {
        recoveryMs: again.map(({ startedAt }) => (startedAt?.getTime() ?? Date.now()) - since),
        repeated: new Set(before.keys()),
        broken: missing.map(
          ({ id, stage, status }) =>
            `task ${id} (${stage}) did not run again within ${String(limitMs)} ms: it is ${status}`,
        ),
      };
    }
    await pause(50, signal);
  }
}
