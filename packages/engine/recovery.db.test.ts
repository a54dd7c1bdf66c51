import { ContentRequestStatus, PipelineStage, StageStatus } from '@vividly/db';
import { until } from '@vividly/testing';
import { Redis } from 'ioredis';
import { redispatch } from './outbox.ts';
import { createHarness, type Harness } from './test/harness.ts';
import { createToyPipeline } from './test/toy-pipeline.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await createHarness();
});
afterEach(async () => harness.close());

/** Everything that one installation keeps in Redis is gone, as after a failover to an empty replica. */
async function wipe({ url, prefix }: Harness['redis']): Promise<number> {
  const redis = new Redis(url);
  const keys = await redis.keys(`${prefix}:*`);
  const removed = keys.length === 0 ? 0 : await redis.del(keys);
  await redis.quit();
  return removed;
}

test('Redis is wiped with work queued and running: every request ends as it would have', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const pipeline = createToyPipeline({
    validation: async ({ query }) => {
      await held;
      return { made: query };
    },
  });
  await harness.start(pipeline);
  // Four run at once, four wait in Redis, two in the backlog.
  const requests = await Promise.all(
    Array.from({ length: 10 }, async (_, n) =>
      harness.submit(pipeline, { query: `Explain toy ${String(n)}` }),
    ),
  );
  const { db } = harness.database;
  await until(
    'Redis is full',
    async () =>
      (await db.outbox.count({ where: { sentAt: { not: null } } })) === 4 && pipeline.runs.validation === 4,
  );
  expect(await wipe(harness.redis)).toBeGreaterThan(6);
  release();
  for (const { id } of requests) await harness.reaches(id, ContentRequestStatus.completed);
  expect(pipeline.runs.validation).toBe(10);
});

test('a worker that lost its task to another one changes nothing when it comes back', async () => {
  const { db } = harness.database;
  const pipeline = createToyPipeline({
    script_generation: async (_input, { taskId, attempt }) => {
      if (pipeline.runs.script_generation > 1) return { made: `second, on try ${String(attempt)}` };
      // What the reconciler does once a lease has run out, and a worker too busy to notice.
      await db.$transaction(async (tx) => {
        await tx.stageTask.update({
          where: { id: taskId },
          data: { status: StageStatus.pending, runEpoch: { increment: 1 }, leaseUntil: null },
        });
        await redispatch(tx, [taskId]);
      });
      await until('another worker has it', async () => pipeline.runs.script_generation === 2);
      return { made: 'stale' };
    },
  });
  await harness.start(pipeline);
  const { id } = await harness.submit(pipeline);
  await harness.reaches(id, ContentRequestStatus.completed);
  const task = await db.stageTask.findFirstOrThrow({
    where: { requestId: id, stage: PipelineStage.script_generation },
  });
  expect(task.output).toEqual({ made: 'second, on try 2' });
  const results = await db.taskResult.findMany({ where: { stage: PipelineStage.script_generation } });
  expect(results.map(({ output }) => output)).toEqual([task.output]);
  expect(harness.events.filter(({ type }) => type === 'task.fenced')).toHaveLength(1);
});
