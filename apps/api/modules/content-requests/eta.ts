import { StageStatus, type Database, type PipelineStage } from '@vividly/db';

/** Median seconds that each stage took lately; a stage that nobody ran lately is not in it. */
export type StageMedians = ReadonlyMap<PipelineStage, number>;

/** How many of the newest requests the medians are taken over. */
const recentRequests = 200;

/**
 * Remembers the stage medians for `ttlMs`: they change slowly and every poll of a running request wants them. Only
 * stages that did some work count: one whose tasks were all found under their hash says nothing about the next.
 */
export function createStageMedians(db: Database, ttlMs: number): () => Promise<StageMedians> {
  let known: { until: number; medians: Promise<StageMedians> } | null = null;
  return async () => {
    if (known === null || known.until <= Date.now()) {
      const medians = readMedians(db);
      const reading = { until: Date.now() + ttlMs, medians };
      known = reading;
      medians.catch(() => {
        if (known === reading) known = null;
      });
    }
    return known.medians;
  };
}

async function readMedians(db: Database): Promise<StageMedians> {
  // Ids are UUIDs of version 7, which sort by time: the newest requests come straight from the primary key.
  const rows = await db.$queryRaw<{ stage: PipelineStage; seconds: number }[]>`
    SELECT s.stage, percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM s.completed_at - s.started_at)) AS seconds
    FROM (SELECT id FROM content_requests ORDER BY id DESC LIMIT ${recentRequests}) recent
    JOIN request_stages s ON s.request_id = recent.id
    WHERE s.status = ${StageStatus.completed}::stage_status AND s.started_at IS NOT NULL AND s.completed_at IS NOT NULL
      AND EXISTS (SELECT 1 FROM stage_tasks t WHERE t.request_id = s.request_id AND t.stage = s.stage AND NOT t.cached)
    GROUP BY s.stage`;
  return new Map(rows.map(({ stage, seconds }) => [stage, seconds]));
}

interface StageProgress {
  stage: PipelineStage;
  status: StageStatus;
  tasksTotal: number;
  tasksDone: number;
  startedAt: Date | null;
}

/**
 * Seconds until the stages still open are done, at least 1: what each took lately, and for one that runs, its own pace
 * once it has finished a task. Null when a stage that is still to come has no history.
 */
export function etaSeconds(
  stages: readonly StageProgress[],
  medians: StageMedians,
  now: Date,
): number | null {
  let total = 0;
  for (const { stage, status, tasksTotal, tasksDone, startedAt } of stages) {
    if (status !== StageStatus.pending && status !== StageStatus.in_progress) continue;
    const median = medians.get(stage);
    if (median === undefined) return null;
    const elapsed = startedAt === null ? 0 : Math.max(0, (now.getTime() - startedAt.getTime()) / 1000);
    total += tasksDone > 0 ? (elapsed / tasksDone) * (tasksTotal - tasksDone) : Math.max(0, median - elapsed);
  }
  return Math.max(1, Math.ceil(total));
}
