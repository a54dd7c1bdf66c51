import { isTerminal, StageStatus, type PipelineStage, type Transaction } from '@vividly/db';
import type { EngineDeps } from '../engine.ts';
import { failRequest } from '../fail-task.ts';
import { lockRequest } from '../lock.ts';
import { redispatch } from '../outbox.ts';
import { maxLosses } from '../quarantine.ts';
import { batch } from './batch.ts';

interface LostTask {
  losses: number;
  stage: PipelineStage;
  part: string;
  attempt: number;
}

/**
 * Tasks whose worker stopped renewing its lease: made due again, or quarantined after `maxLosses` workers. Returns how
 * many.
 */
export async function recoverLost(deps: EngineDeps): Promise<number> {
  const expired = await deps.db.$queryRaw<{ id: string; request_id: string }[]>`
    SELECT id, request_id FROM stage_tasks WHERE status = 'in_progress' AND lease_until < now()
      -- After a restart of the database workers get a moment to write down what they finished meanwhile.
      AND pg_postmaster_start_time() < now() - interval '3 seconds'
    ORDER BY lease_until LIMIT ${batch}`;
  let recovered = 0;
  for (const { id, request_id: requestId } of expired)
    if (await deps.db.$transaction(async (tx) => recover(tx, deps, id, requestId))) recovered += 1;
  return recovered;
}

async function recover(tx: Transaction, deps: EngineDeps, id: string, requestId: string): Promise<boolean> {
  await lockRequest(tx, requestId);
  // A lease that ended while the database was away could not be renewed: that is not the worker's fault.
  const [task] = await tx.$queryRaw<LostTask[]>`
    UPDATE stage_tasks SET status = 'pending', run_epoch = run_epoch + 1, attempt = greatest(attempt - 1, 0),
      losses = losses + CASE WHEN lease_until < pg_postmaster_start_time() THEN 0 ELSE 1 END,
      lease_until = NULL, worker_id = NULL
    WHERE id = ${id}::uuid AND status = 'in_progress' AND lease_until < now()
    RETURNING losses, stage, part, attempt`;
  if (!task) return false;
  deps.onEvent?.({ type: 'task.lost', stage: task.stage, taskId: id, requestId, losses: task.losses });
  const request = await tx.contentRequest.findUniqueOrThrow({ where: { id: requestId } });
  if (task.losses < maxLosses || isTerminal(request.status)) {
    await redispatch(tx, [id]);
    return true;
  }
  const { stage, part, attempt, losses } = task;
  const message = `${String(losses)} workers were lost while they ran ${stage}, so it is not given to another one`;
  const failure = { code: 'worker_lost', message, retryable: true };
  await tx.stageTask.update({
    where: { id },
    data: { status: StageStatus.failed, error: { ...failure, stage } },
  });
  await failRequest(tx, request, stage, { reason: 'poison', failure, task: { id, part, attempt, losses } });
  return true;
}
