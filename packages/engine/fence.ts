import { StageStatus, type Prisma, type Transaction } from '@vividly/db';
import type { Claim } from './claim-task.ts';

/** Whether the claim is still the newest one of its task. Call it under the request's lock. */
export async function holds(tx: Transaction, claim: Claim): Promise<boolean> {
  const where = { id: claim.taskId, runEpoch: claim.runEpoch, status: StageStatus.in_progress };
  return (await tx.stageTask.count({ where })) === 1;
}

/** Puts a held task back to pending without dispatching it. */
export async function release(
  tx: Transaction,
  claim: Pick<Claim, 'taskId'>,
  set: Prisma.StageTaskUpdateInput,
): Promise<void> {
  await tx.stageTask.update({
    where: { id: claim.taskId },
    data: { status: StageStatus.pending, leaseUntil: null, workerId: null, ...set },
  });
}
