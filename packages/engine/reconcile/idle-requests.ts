import { advance } from '../advance.ts';
import { cancelRequest } from '../cancel.ts';
import type { EngineDeps } from '../engine.ts';
import { wakeWaiters } from '../memo.ts';
import { batch } from './batch.ts';

/** Wakes tasks that wait for a hash which nobody is making any more. Returns for how many hashes. */
export async function wakeForgotten({ db }: EngineDeps): Promise<number> {
  const hashes = await db.$queryRaw<{ waiting_for: string }[]>`
    SELECT DISTINCT t.waiting_for FROM stage_tasks t LEFT JOIN task_results r ON r.input_hash = t.waiting_for
    WHERE t.waiting_for IS NOT NULL AND t.status = 'pending'
      AND (r.input_hash IS NULL OR r.output IS NOT NULL OR r.claim_until < now())
    LIMIT ${batch}`;
  for (const { waiting_for: hash } of hashes) await db.$transaction(async (tx) => wakeWaiters(tx, hash));
  return hashes.length;
}

/**
 * Takes on requests whose last change left nothing to wait for: the process died between a stage's end and the next
 * plan. Returns how many.
 */
export async function advanceIdle(deps: EngineDeps): Promise<number> {
  const idle = await deps.db.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM content_requests r
    WHERE r.status NOT IN ('completed', 'failed', 'cancelled') AND NOT r.awaiting_clarification
      AND r.updated_at < now() - interval '3 seconds'
      AND NOT EXISTS (SELECT 1 FROM stage_tasks t WHERE t.request_id = r.id AND t.status IN ('pending', 'in_progress'))
    ORDER BY r.created_at LIMIT ${batch}`;
  for (const { id } of idle) await advance(deps, id);
  return idle.length;
}

/** Cancels requests whose question nobody has answered for `ttlHours`. Returns how many. */
export async function expireQuestions({ db }: EngineDeps, ttlHours: number): Promise<number> {
  const expired = await db.$queryRaw<{ id: string; organization_id: string }[]>`
    SELECT id, organization_id FROM content_requests
    WHERE awaiting_clarification
      AND (request_metadata -> 'clarification' ->> 'requestedAt')::timestamptz < now() - ${ttlHours} * interval '1 hour'
    ORDER BY updated_at LIMIT ${batch}`;
  for (const { id, organization_id: organizationId } of expired)
    await cancelRequest(db, { requestId: id, organizationId }, 'clarification_expired');
  return expired.length;
}
