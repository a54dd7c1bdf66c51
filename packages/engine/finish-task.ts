import { appendEvent, isTerminal, Prisma, StageStatus, type Transaction } from '@vividly/db';
import type { Claim } from './claim-task.ts';
import type { EngineDeps } from './engine.ts';
import { contractsOf } from './catalogue.ts';
import { lockRequest } from './lock.ts';
import { holderOf, storeResult } from './memo.ts';
import { recordProgress } from './progress.ts';

/**
 * `finished`; `stage_finished`: it was the last of its stage; `for_others`: its request has ended meanwhile, but the
 * result was kept under its hash for those who wait; `fenced`: cancelled, or the lease passed to another worker, and
 * nothing was written.
 */
export type FinishOutcome = 'finished' | 'stage_finished' | 'for_others' | 'fenced';

/** Writes a task's output under its fence, keeps it under its hash, and counts it. */
export async function finishTask(
  deps: EngineDeps,
  claim: Claim,
  done: { output: Prisma.InputJsonValue; inputHash: string; source: 'made' | 'found' },
): Promise<FinishOutcome> {
  const { output, inputHash, source } = done;
  const { memo, version } = deps.stages[claim.stage].contract;
  const keep = async (tx: Transaction) =>
    source === 'made' && memo === 'shared'
      ? storeResult(tx, { inputHash, holder: holderOf(claim), output })
      : Promise.resolve(false);
  return deps.db.$transaction(async (tx) => {
    const request = await lockRequest(tx, claim.requestId);
    const { count } = await tx.stageTask.updateMany({
      where: { id: claim.taskId, runEpoch: claim.runEpoch, status: StageStatus.in_progress },
      data: {
        status: StageStatus.completed,
        output,
        payloadVersion: version,
        cached: source === 'found',
        leaseUntil: null,
        error: Prisma.DbNull,
        completedAt: new Date(),
      },
    });
    if (count !== 1) {
      const ended = request !== null && isTerminal(request.status);
      return ended && (await keep(tx)) ? 'for_others' : 'fenced';
    }
    await keep(tx);
    const stage = await countStage(tx, claim);
    await recordProgress(tx, contractsOf(deps.stages), claim.requestId, claim.stage);
    return stage === 'done' ? 'stage_finished' : 'finished';
  });
}

/** Counts the stage's finished tasks and completes the stage when all are. */
async function countStage(tx: Transaction, { requestId, stage }: Claim): Promise<'done' | 'going on'> {
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
  return stageDone ? 'done' : 'going on';
}
