import { randomUUID } from 'node:crypto';
import type { Database, PipelineStage } from '@vividly/db';

/** A worker that has said nothing for so long is not counted, in seconds; it says something every pass of its reconciler. */
const silentSeconds = 15;

/** A worker process's entry among those that share the work. */
export interface Registration {
  /** Says that the process is there, with what it can do. */
  renew(): Promise<void>;
  /** Takes the entry away: the process takes no more tasks. */
  leave(): Promise<void>;
}

/** Registers a worker process; the sum of all tells the dispatcher how many tasks Redis should hold. */
export function register(
  db: Database,
  name: string,
  concurrency: ReadonlyMap<PipelineStage, number>,
): Registration {
  const id = randomUUID();
  const stages = JSON.stringify(Object.fromEntries(concurrency));
  return {
    async renew() {
      await db.$executeRaw`
        INSERT INTO worker_processes (id, name, concurrency) VALUES (${id}, ${name}, ${stages}::jsonb)
        ON CONFLICT (id) DO UPDATE SET seen_at = now()`;
    },
    async leave() {
      await db.workerProcess.deleteMany({ where: { id } });
    },
  };
}

/** Tasks of each stage that all workers together run at once; stages that no worker serves are missing. */
export async function totalConcurrency(db: Pick<Database, '$queryRaw'>): Promise<Map<PipelineStage, number>> {
  const rows = await db.$queryRaw<{ stage: PipelineStage; total: number }[]>`
    SELECT c.key::pipeline_stage AS stage, sum(c.value::int)::int AS total
    FROM worker_processes w, jsonb_each_text(w.concurrency) c
    WHERE w.seen_at > now() - ${silentSeconds} * interval '1 second' GROUP BY c.key`;
  return new Map(rows.map(({ stage, total }) => [stage, total]));
}

/** Removes entries of processes that went without a word, once nobody could take them for living. */
export async function forgetSilent(db: Database): Promise<void> {
  await db.$executeRaw`DELETE FROM worker_processes WHERE seen_at < now() - ${silentSeconds * 20} * interval '1 second'`;
}
