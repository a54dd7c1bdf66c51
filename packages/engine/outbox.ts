import type { PipelineStage, Transaction } from '@vividly/db';

/** One job to be put into Redis: exactly what the job will carry, and the queue it goes to. */
export interface Delivery {
  taskId: string;
  dispatchNo: number;
  stage: PipelineStage;
}

/**
 * Writes tasks into the backlog in the transaction that makes them due, `delayMs` from now (database clock). They leave
 * it with the claim; until then the dispatcher sees to it that Redis has their jobs when it is their turn.
 */
export async function enqueue(tx: Transaction, taskIds: readonly string[]): Promise<void> {
  if (taskIds.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO outbox (task_id, dispatch_no, stage, request_id, organization_id, tier, priority, available_at)
    SELECT t.id, t.dispatch_no, t.stage, r.id, r.organization_id, r.tier, r.priority, t.available_at
    FROM stage_tasks t JOIN content_requests r ON r.id = t.request_id
    WHERE t.id = ANY(${taskIds}::uuid[]) AND t.status = 'pending'
    ON CONFLICT (task_id) DO UPDATE SET dispatch_no = excluded.dispatch_no, available_at = excluded.available_at,
      sent_at = NULL`;
}

/**
 * Makes pending tasks due again under a new dispatch number, `delayMs` from now (database clock), so that every
 * delivery already on its way becomes a no-op.
 */
export async function redispatch(tx: Transaction, taskIds: readonly string[], delayMs = 0): Promise<void> {
  if (taskIds.length === 0) return;
  await tx.$executeRaw`
    UPDATE stage_tasks SET dispatch_no = dispatch_no + 1, waiting_for = NULL,
      available_at = now() + ${delayMs} * interval '1 millisecond'
    WHERE id = ANY(${taskIds}::uuid[]) AND status = 'pending'`;
  await enqueue(tx, taskIds);
}
