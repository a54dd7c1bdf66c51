import type { Database, PipelineStage, Transaction, UserTier } from '@vividly/db';
import { shareOut, tierWeight, type Flow } from './fair-share.ts';
import { recallFromLostRedis } from './incarnation.ts';
import type { Delivery } from './outbox.ts';
import type { Queues } from './queues.ts';
import { totalConcurrency } from './worker-registry.ts';

/** Redis holds so many tasks for each that can run: enough that no worker waits, few enough that turns stay fair. */
const fill = 2;

/**
 * Jobs that one pass adds at most. They go to Redis as one transaction, which must be over within a command's time-out:
 * ten thousand at once, as after a loss of Redis, never would be, and the pass would be undone each time.
 */
export const passSize = 500;

/** Times within which a dispatch must be done: it holds a lock that the others wait for. */
const limits = { maxWait: 10_000, timeout: 30_000 };

/**
 * Fills Redis from the backlog, stage by stage, up to twice of what all workers can run: organizations take turns
 * (`shareOut`), within one the higher priority and then the older request goes first. Rows stay in the backlog, marked
 * as sent, until a worker claims them. Jobs are added before the transaction commits: a crash in between delivers twice
 * rather than never, and the claim makes the second delivery a no-op.
 * Returns how many jobs were added, `atMost` when there may be more to add; throws when Redis or the database cannot be
 * reached. One process at a time.
 */
export async function dispatchDue(
  db: Database,
  queues: Queues,
  prefix: string,
  atMost = passSize,
): Promise<number> {
  return db.$transaction(async (tx) => {
    await recallFromLostRedis(tx, queues, prefix);
    const deliveries: Delivery[] = [];
    for (const { stage, room } of await freePlaces(tx)) {
      const left = atMost - deliveries.length;
      if (left > 0) deliveries.push(...(await choose(tx, stage, Math.min(room, left))));
    }
    if (deliveries.length === 0) return 0;
    await queues.add(deliveries);
    return deliveries.length;
  }, limits);
}

/** Stages with due tasks and room for them. */
async function freePlaces(tx: Transaction): Promise<{ stage: PipelineStage; room: number }[]> {
  const concurrency = await totalConcurrency(tx);
  const rows = await tx.$queryRaw<{ stage: PipelineStage; sent: number; running: number }[]>`
    SELECT s.stage,
      (SELECT count(*)::int FROM outbox o WHERE o.stage = s.stage AND o.sent_at IS NOT NULL) AS sent,
      (SELECT count(*)::int FROM stage_tasks t WHERE t.stage = s.stage AND t.status = 'in_progress') AS running
    FROM (SELECT DISTINCT stage FROM outbox WHERE sent_at IS NULL AND available_at <= now()) s`;
  return rows
    .map(({ stage, sent, running }) => ({
      stage,
      room: fill * (concurrency.get(stage) ?? 0) - sent - running,
    }))
    .filter(({ room }) => room > 0);
}

/** Takes the tasks of one stage whose turn it is, marks them as sent, and writes down how the round stands. */
async function choose(tx: Transaction, stage: PipelineStage, room: number): Promise<Delivery[]> {
  const flows = await flowsOf(tx, stage);
  const { order, round } = shareOut(flows, room);
  const taken = new Map<string, Delivery[]>();
  for (const organizationId of new Set(order)) {
    const count = order.filter((id) => id === organizationId).length;
    taken.set(organizationId, await take(tx, stage, organizationId, count));
  }
  await tx.dispatchTurn.deleteMany({ where: { stage } });
  if (round.length > 0) await tx.dispatchTurn.createMany({ data: round.map((flow) => ({ stage, ...flow })) });
  // One task each in the order of the turns: the queue is first in, first out.
  return order.flatMap((organizationId) => taken.get(organizationId)?.shift() ?? []);
}

async function flowsOf(tx: Transaction, stage: PipelineStage): Promise<Flow[]> {
  const rows = await tx.$queryRaw<
    { organizationId: string; tier: UserTier; waiting: number; deficit: number | null; turn: bigint | null }[]
  >`
    SELECT b.organization_id AS "organizationId", b.tier, b.waiting, d.deficit, d.turn
    FROM (SELECT organization_id, max(tier) AS tier, count(*)::int AS waiting FROM outbox
      WHERE stage = ${stage}::pipeline_stage AND sent_at IS NULL AND available_at <= now() GROUP BY organization_id) b
    LEFT JOIN dispatch_turns d ON d.stage = ${stage}::pipeline_stage AND d.organization_id = b.organization_id
    ORDER BY b.organization_id`;
  return rows.map(({ tier, deficit, ...flow }) => ({
    ...flow,
    weight: tierWeight[tier],
    deficit: deficit ?? 0,
  }));
}

/** Marks an organization's next tasks as sent. Those that a claim or cancel is taking away just now are left out. */
async function take(
  tx: Transaction,
  stage: PipelineStage,
  organizationId: string,
  count: number,
): Promise<Delivery[]> {
  const rows = await tx.$queryRaw<{ taskId: string; dispatchNo: number }[]>`
    WITH next AS (
      SELECT id, row_number() OVER () AS place FROM (
        SELECT id FROM outbox
        WHERE stage = ${stage}::pipeline_stage AND organization_id = ${organizationId}::uuid
          AND sent_at IS NULL AND available_at <= now()
        ORDER BY priority DESC, request_id, id LIMIT ${count} FOR UPDATE SKIP LOCKED) due
    ), sent AS (
      UPDATE outbox o SET sent_at = now() FROM next WHERE o.id = next.id
      RETURNING next.place, o.task_id AS "taskId", o.dispatch_no AS "dispatchNo"
    )
    SELECT "taskId", "dispatchNo" FROM sent ORDER BY place`;
  return rows.map((row) => ({ ...row, stage }));
}
