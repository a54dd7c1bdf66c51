import type { Database } from '@vividly/db';
import { enqueue, type Delivery } from '../outbox.ts';
import type { Queues } from '../queues.ts';
import { batch } from './batch.ts';

/**
 * Deliveries that Redis was given `overdueMs` ago, that nobody has claimed and that it does not hold: they wait for their
 * turn again. An emptied Redis is noticed at once by its mark; this finds single jobs, as after a failover to a replica
 * that was behind. Returns how many.
 */
export async function recallVanished(db: Database, queues: Queues, overdueMs: number): Promise<number> {
  const sent = await db.$queryRaw<Delivery[]>`
    SELECT task_id AS "taskId", dispatch_no AS "dispatchNo", stage FROM outbox
    WHERE sent_at < now() - ${overdueMs} * interval '1 millisecond' ORDER BY sent_at LIMIT ${batch}`;
  const vanished: string[] = [];
  for (const delivery of sent) if (!(await queues.holds(delivery))) vanished.push(delivery.taskId);
  if (vanished.length === 0) return 0;
  return db.$executeRaw`
    UPDATE outbox SET sent_at = NULL WHERE task_id = ANY(${vanished}::uuid[])
      AND sent_at < now() - ${overdueMs} * interval '1 millisecond'`;
}

/**
 * Pending tasks that are in no backlog and wait for nobody. No transaction of ours leaves one; this is for rows that were
 * changed by hand. Returns how many.
 */
export async function enqueueForgotten(db: Database): Promise<number> {
  const forgotten = await db.$queryRaw<{ id: string }[]>`
    SELECT t.id FROM stage_tasks t JOIN content_requests r ON r.id = t.request_id
    WHERE t.status = 'pending' AND t.waiting_for IS NULL AND t.updated_at < now() - interval '3 seconds'
      AND r.status NOT IN ('completed', 'failed', 'cancelled') AND NOT r.awaiting_clarification
      AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.task_id = t.id)
    LIMIT ${batch}`;
  const ids = forgotten.map(({ id }) => id);
  await db.$transaction(async (tx) => enqueue(tx, ids));
  return ids.length;
}
