import type { PipelineStage, Transaction } from '@vividly/db';

/** One job to be put into Redis: exactly what the job will carry, and the queue it goes to. */
export interface Delivery {
  taskId: string;
  dispatchNo: number;
  stage: PipelineStage;
}

/** Writes deliveries in the transaction that makes them due; the dispatcher carries them to Redis. */
export async function enqueue(tx: Transaction, deliveries: Delivery[]): Promise<void> {
  if (deliveries.length > 0) await tx.outbox.createMany({ data: deliveries });
}

/**
 * Makes pending tasks due again under a new dispatch number, `delayMs` from now (database clock), so that every
 * delivery already on its way becomes a no-op.
 */
export async function redispatch(tx: Transaction, taskIds: string[], delayMs = 0): Promise<void> {
  if (taskIds.length === 0) return;
  await tx.$executeRaw`
    WITH due AS (
      UPDATE stage_tasks SET dispatch_no = dispatch_no + 1, waiting_for = NULL,
        available_at = now() + ${delayMs} * interval '1 millisecond'
      WHERE id = ANY(${taskIds}::uuid[]) AND status = 'pending'
      RETURNING id, dispatch_no, stage, available_at
    )
    INSERT INTO outbox (task_id, dispatch_no, stage, available_at) SELECT id, dispatch_no, stage, available_at FROM due`;
}
