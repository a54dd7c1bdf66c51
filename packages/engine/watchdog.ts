import type { Database, PipelineStage } from '@vividly/db';
import type { Consumer } from './consumers.ts';

/**
 * Restarts consumers that are given nothing though Redis has had jobs of their stage for `stallMs`: a blocking command
 * that never returns after an outage looks just like an empty queue. Returns the stages concerned.
 */
export async function restartStalled(
  db: Database,
  consumers: readonly Consumer[],
  stallMs: number,
): Promise<PipelineStage[]> {
  const idle = consumers.filter(
    (consumer) => consumer.running() === 0 && performance.now() - consumer.lastTookAt() > stallMs,
  );
  if (idle.length === 0) return [];
  const waiting = await db.$queryRaw<{ stage: PipelineStage }[]>`
    SELECT DISTINCT stage FROM outbox WHERE sent_at < now() - ${stallMs} * interval '1 millisecond'`;
  const stalled = idle.filter((consumer) => waiting.some(({ stage }) => stage === consumer.stage));
  await Promise.all(stalled.map((consumer) => consumer.restart()));
  return stalled.map(({ stage }) => stage);
}
