import { isTerminal, type PipelineStage } from '@vividly/db';
import type { EngineDeps } from '../engine.ts';
import { failRequest } from '../fail-task.ts';
import { lockRequest } from '../lock.ts';
import { batch } from './batch.ts';

interface Overdue {
  id: string;
  stage: PipelineStage;
  late: 'request' | 'stage';
}

/**
 * Fails requests that are not done `requestHours` after they were accepted, answered or retried, and those of which one
 * stage takes longer than its contract allows: whatever they wait for does not come. A request that waits for its
 * learner has no deadline but the question's own. Returns how many.
 */
export async function failOverdue(deps: EngineDeps, requestHours: number): Promise<number> {
  const limits = Object.values(deps.stages).map(({ contract }) => contract);
  const earliestMs = Math.min(requestHours * 3_600_000, ...limits.map(({ deadlineMs }) => deadlineMs));
  const overdue = await deps.db.$queryRaw<Overdue[]>`
    SELECT r.id, coalesce(s.stage, r.current_stage, 'validation') AS stage,
      CASE WHEN s.stage IS NULL THEN 'request' ELSE 'stage' END AS late
    FROM content_requests r
    LEFT JOIN LATERAL (
      SELECT rs.stage FROM request_stages rs
      JOIN unnest(${limits.map(({ stage }) => stage)}::pipeline_stage[], ${limits.map(({ deadlineMs }) => deadlineMs)}::float8[])
        l(stage, ms) ON l.stage = rs.stage
      WHERE rs.request_id = r.id AND rs.status = 'in_progress'
        AND greatest(rs.started_at, r.clock_from) < now() - l.ms * interval '1 millisecond'
      LIMIT 1) s ON true
    WHERE r.status NOT IN ('completed', 'failed', 'cancelled') AND NOT r.awaiting_clarification
      -- None is late sooner than this: of a long backlog hardly any has to be looked at.
      AND r.clock_from < now() - ${earliestMs} * interval '1 millisecond'
      AND (s.stage IS NOT NULL OR r.clock_from < now() - ${requestHours} * interval '1 hour')
    ORDER BY r.clock_from LIMIT ${batch}`;
  for (const late of overdue) await fail(deps, late);
  return overdue.length;
}

async function fail({ db, stages }: EngineDeps, { id, stage, late }: Overdue): Promise<void> {
  const what = late === 'request' ? 'the lesson' : stages[stage].contract.title.toLowerCase();
  const message = `${what} was not done in time; what is finished is kept, and a retry goes on from there`;
  await db.$transaction(async (tx) => {
    const now = await lockRequest(tx, id);
    if (now === null || isTerminal(now.status) || now.awaitingClarification) return;
    const request = await tx.contentRequest.findUniqueOrThrow({ where: { id } });
    const failure = { code: 'deadline_exceeded', message, retryable: true };
    await failRequest(tx, request, stage, { reason: 'deadline', failure });
  });
}
