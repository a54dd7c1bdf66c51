import { isTerminal, StageStatus, type PipelineStage } from '@vividly/db';
import { advance } from './advance.ts';
import { cancelRequest } from './cancel.ts';
import type { EngineDeps } from './engine.ts';
import { failRequest } from './fail-task.ts';
import { lockRequest } from './lock.ts';
import { wakeWaiters } from './memo.ts';
import { redispatch } from './outbox.ts';
import type { Queues } from './queues.ts';

/** How often a task may take its worker down with it before it is given up. */
const maxLosses = 5;
const batch = 100;

export interface ReconcilerOptions {
  /** A pending task that has been due for this long without being started is looked for in Redis, in ms. */
  overdueMs: number;
  /** An open question is given up after this many hours. */
  clarificationTtlHours: number;
}

/** What one pass mended. */
export interface Reconciled {
  lost: number;
  redispatched: number;
  woken: number;
  advanced: number;
  expired: number;
}

/**
 * Finds what a crash left behind and sends it on: leases that ran out, deliveries that Redis lost, tasks that wait for
 * nobody, requests with nothing under way, questions nobody answered. Every step is a compare-and-set, so any number
 * of processes may run it at once.
 */
export async function reconcile(
  deps: EngineDeps,
  queues: Queues,
  options: ReconcilerOptions,
): Promise<Reconciled> {
  return {
    lost: await recoverLost(deps),
    woken: await wakeForgotten(deps),
    advanced: await advanceIdle(deps),
    expired: await expireQuestions(deps, options.clarificationTtlHours),
    redispatched: await redispatchVanished(deps, queues, options.overdueMs),
  };
}

interface TaskKey {
  id: string;
  request_id: string;
}

/** Tasks whose worker stopped renewing its lease: made due again, or given up after `maxLosses` workers. */
async function recoverLost(deps: EngineDeps): Promise<number> {
  const expired = await deps.db.$queryRaw<TaskKey[]>`
    SELECT id, request_id FROM stage_tasks WHERE status = 'in_progress' AND lease_until < now()
    ORDER BY lease_until LIMIT ${batch}`;
  let recovered = 0;
  for (const { id, request_id: requestId } of expired) {
    await deps.db.$transaction(async (tx) => {
      await lockRequest(tx, requestId);
      const [task] = await tx.$queryRaw<{ losses: number; stage: PipelineStage }[]>`
        UPDATE stage_tasks SET status = 'pending', run_epoch = run_epoch + 1, losses = losses + 1,
          attempt = greatest(attempt - 1, 0), lease_until = NULL, worker_id = NULL
        WHERE id = ${id}::uuid AND status = 'in_progress' AND lease_until < now()
        RETURNING losses, stage`;
      if (!task) return;
      recovered += 1;
      deps.onEvent?.({ type: 'task.lost', stage: task.stage, taskId: id, requestId, losses: task.losses });
      const request = await tx.contentRequest.findUniqueOrThrow({ where: { id: requestId } });
      if (task.losses < maxLosses || isTerminal(request.status)) {
        await redispatch(tx, [id]);
        return;
      }
      const message = `${String(task.losses)} workers were lost while they ran ${task.stage}`;
      const error = { code: 'worker_lost', message, retryable: true, stage: task.stage };
      await tx.stageTask.update({ where: { id }, data: { status: StageStatus.failed, error } });
      await failRequest(tx, request, error);
    });
  }
  return recovered;
}

/** Tasks that wait for a hash which nobody is making any more. */
async function wakeForgotten(deps: EngineDeps): Promise<number> {
  const hashes = await deps.db.$queryRaw<{ waiting_for: string }[]>`
    SELECT DISTINCT t.waiting_for FROM stage_tasks t LEFT JOIN task_results r ON r.input_hash = t.waiting_for
    WHERE t.waiting_for IS NOT NULL AND t.status = 'pending'
      AND (r.input_hash IS NULL OR r.output IS NOT NULL OR r.claim_until < now())
    LIMIT ${batch}`;
  for (const { waiting_for: hash } of hashes) await deps.db.$transaction(async (tx) => wakeWaiters(tx, hash));
  return hashes.length;
}

/** Requests whose last change left nothing to wait for: the process died between a stage's end and the next plan. */
async function advanceIdle(deps: EngineDeps): Promise<number> {
  const idle = await deps.db.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM content_requests r
    WHERE r.status NOT IN ('completed', 'failed', 'cancelled') AND NOT r.awaiting_clarification
      AND r.updated_at < now() - interval '3 seconds'
      AND NOT EXISTS (SELECT 1 FROM stage_tasks t WHERE t.request_id = r.id AND t.status IN ('pending', 'in_progress'))
    ORDER BY r.created_at LIMIT ${batch}`;
  for (const { id } of idle) await advance(deps, id);
  return idle.length;
}

async function expireQuestions(deps: EngineDeps, ttlHours: number): Promise<number> {
  const expired = await deps.db.$queryRaw<{ id: string; organization_id: string }[]>`
    SELECT id, organization_id FROM content_requests
    WHERE awaiting_clarification
      AND (request_metadata -> 'clarification' ->> 'requestedAt')::timestamptz < now() - ${ttlHours} * interval '1 hour'
    ORDER BY updated_at LIMIT ${batch}`;
  for (const { id, organization_id: organizationId } of expired)
    await cancelRequest(deps.db, { requestId: id, organizationId }, 'clarification_expired');
  return expired.length;
}

/**
 * Pending tasks that were handed to Redis long ago and that Redis does not hold: it was wiped, or a job was lost.
 * Those that it still holds are only waiting their turn; touching them keeps them from being asked for at every pass.
 */
async function redispatchVanished(deps: EngineDeps, queues: Queues, overdueMs: number): Promise<number> {
  const overdue = await deps.db.$queryRaw<{ id: string; stage: PipelineStage; dispatch_no: number }[]>`
    SELECT t.id, t.stage, t.dispatch_no FROM stage_tasks t JOIN content_requests r ON r.id = t.request_id
    WHERE t.status = 'pending' AND t.waiting_for IS NULL
      AND t.available_at < now() - ${overdueMs} * interval '1 millisecond'
      AND t.updated_at < now() - ${overdueMs} * interval '1 millisecond'
      AND r.status NOT IN ('completed', 'failed', 'cancelled') AND NOT r.awaiting_clarification
      AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.task_id = t.id)
    ORDER BY t.available_at LIMIT ${batch}`;
  const vanished: string[] = [];
  const held: string[] = [];
  for (const { id, stage, dispatch_no: dispatchNo } of overdue)
    ((await queues.holds({ taskId: id, stage, dispatchNo })) ? held : vanished).push(id);
  if (held.length > 0)
    await deps.db
      .$executeRaw`UPDATE stage_tasks SET updated_at = now() WHERE id = ANY(${held}::uuid[]) AND status = 'pending'`;
  await deps.db.$transaction(async (tx) => redispatch(tx, vanished));
  return vanished.length;
}
