import { appendEvent, Prisma, StageStatus, type Transaction } from '@vividly/db';
import type { Claim } from './claim-task.ts';
import type { EngineDeps } from './engine.ts';
import { contractsOf } from './catalogue.ts';
import { lockRequest } from './lock.ts';
import { holderOf, storeResult } from './memo.ts';
import { recordProgress } from './progress.ts';

/** The worker's claim is not valid any more: cancelled, or the lease passed to another worker. Nothing was written. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
}

/** Writes a task's output under its fence, keeps it under its hash, and counts it. Throws `FencedError`. */
export async function finishTask(
  deps: EngineDeps,
  claim: Claim,
  done: { output: Prisma.InputJsonValue; inputHash: string; source: 'made' | 'found' },
): Promise<void> {
  const { output, inputHash, source } = done;
  const memo = deps.stages[claim.stage].contract.memo;
  await deps.db.$transaction(async (tx) => {
    await lockRequest(tx, claim.requestId);
    const { count } = await tx.stageTask.updateMany({
      where: { id: claim.taskId, runEpoch: claim.runEpoch, status: StageStatus.in_progress },
      data: {
        status: StageStatus.completed,
        output,
        cached: source === 'found',
        leaseUntil: null,
        error: Prisma.DbNull,
        completedAt: new Date(),
      },
    });
    if (count !== 1)
      throw new FencedError(`task ${claim.taskId} is no longer held at epoch ${String(claim.runEpoch)}`);
    if (source === 'made' && memo === 'shared')
      await storeResult(tx, { inputHash, holder: holderOf(claim), output });
    await countStage(tx, claim);
    await recordProgress(tx, contractsOf(deps.stages), claim.requestId, claim.stage);
  });
}

/** Counts the stage's finished tasks and completes the stage when all are. */
async function countStage(tx: Transaction, { requestId, stage }: Claim): Promise<void> {
  const tasks = await tx.stageTask.findMany({
    where: { requestId, stage },
    select: { status: true, cached: true },
  });
  const tasksDone = tasks.filter((task) => task.status === StageStatus.completed).length;
  const stageDone = tasksDone === tasks.length;
  await tx.requestStage.update({
    where: { requestId_stage: { requestId, stage } },
    data: {
      tasksTotal: tasks.length,
      tasksDone,
      ...(stageDone ? { status: StageStatus.completed, completedAt: new Date(), error: Prisma.DbNull } : {}),
    },
  });
  if (stageDone)
    await appendEvent(tx, requestId, 'stage.completed', {
      stage,
      cached: tasks.every((task) => task.cached),
    });
}
