import {
  ContentRequestStatus,
  moveRequest,
  Prisma,
  StageStatus,
  type Database,
  type PipelineStage,
  type Transaction,
} from '@vividly/db';
import { settleLetters } from './bury.ts';
import { lockRequest } from './lock.ts';
import { redispatch } from './outbox.ts';
import { loadRequest, stageOrder, type LoadedRequest } from './snapshot.ts';

export type RetryOutcome = 'retrying' | 'not_failed' | 'not_found';

/** Which request, and for whom it is tried again. */
export interface Retry {
  requestId: string;
  organizationId: string;
  /** Who asked for it, as dead letters note it: `user:<id>` or `cli:<name>`. */
  askedBy: string;
  /** Whether work that took its workers down may run again: that is for operators to decide. */
  quarantine: 'keep' | 'lift';
}

/**
 * Starts a failed request again at the task that failed: finished tasks stay finished, unless a file of theirs is gone
 * from storage; then that task runs again, and what was planned after it is planned anew. Its open dead letters are
 * settled with it, but for those that keep work in quarantine.
 */
export async function retryRequest(
  db: Database,
  key: Retry,
  missingFiles: (output: unknown) => Promise<string[]>,
): Promise<RetryOutcome> {
  const seen = await loadRequest(db, key.requestId);
  if (seen?.organizationId !== key.organizationId) return 'not_found';
  const lost = await tasksWithoutFiles(seen, missingFiles);
  return db.$transaction(async (tx) => {
    await lockRequest(tx, seen.id);
    const request = await tx.contentRequest.findUniqueOrThrow({ where: { id: seen.id } });
    if (request.status !== ContentRequestStatus.failed) return 'not_failed';
    await moveRequest(tx, {
      requestId: request.id,
      from: request.status,
      to: ContentRequestStatus.pending,
      stage: request.currentStage,
      set: { runEpoch: { increment: 1 }, error: Prisma.DbNull, completedAt: null, clockFrom: new Date() },
      details: { retry: true },
    });
    const kept = key.quarantine === 'keep' ? { reason: { not: 'poison' } } : {};
    await settleLetters(tx, { requestId: request.id, ...kept }, 'redriven', key.askedBy);
    if (lost) await forgetFrom(tx, request.id, lost);
    await tx.requestStage.updateMany({
      where: { requestId: request.id, status: StageStatus.failed },
      data: { status: StageStatus.pending, error: Prisma.DbNull, completedAt: null },
    });
    await tx.stageTask.updateMany({
      where: { requestId: request.id, status: StageStatus.failed },
      data: { status: StageStatus.pending },
    });
    // A fresh run: tries are counted from the start.
    await tx.stageTask.updateMany({
      where: { requestId: request.id, status: StageStatus.pending },
      data: { attempt: 0, losses: 0 },
    });
    const open = await tx.stageTask.findMany({
      where: { requestId: request.id, status: StageStatus.pending },
    });
    await redispatch(
      tx,
      open.map((task) => task.id),
    );
    return 'retrying';
  });
}

interface LostTasks {
  stage: PipelineStage;
  taskIds: string[];
}

/** The first stage that lost a file, with the tasks concerned; null when every file is there. */
async function tasksWithoutFiles(
  request: LoadedRequest,
  missingFiles: (output: unknown) => Promise<string[]>,
): Promise<LostTasks | null> {
  for (const stage of stageOrder) {
    const taskIds: string[] = [];
    for (const task of request.tasks)
      if (
        task.stage === stage &&
        task.status === StageStatus.completed &&
        (await missingFiles(task.output)).length > 0
      )
        taskIds.push(task.id);
    if (taskIds.length > 0) return { stage, taskIds };
  }
  return null;
}

async function forgetFrom(tx: Transaction, requestId: string, lost: LostTasks): Promise<void> {
  const later = stageOrder.slice(stageOrder.indexOf(lost.stage) + 1);
  await tx.stageTask.deleteMany({ where: { requestId, stage: { in: later } } });
  await tx.stageTask.updateMany({
    where: { id: { in: lost.taskIds } },
    data: { status: StageStatus.pending, output: Prisma.DbNull, completedAt: null },
  });
  await tx.requestStage.updateMany({
    where: {
      requestId,
      stage: { in: [lost.stage, ...later] },
      status: { notIn: [StageStatus.skipped, StageStatus.pending] },
    },
    data: { status: StageStatus.pending, tasksDone: 0, completedAt: null },
  });
}
