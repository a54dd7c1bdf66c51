import { ContentRequestStatus, PipelineStage } from '@vividly/db';
import { createHarness, type Harness } from './test/harness.ts';
import { createToyPipeline } from './test/toy-pipeline.ts';
import { restartStalled } from './watchdog.ts';
import type { Consumer } from './consumers.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await createHarness();
});
afterEach(async () => harness.close());

/** A consumer that counts its restarts. */
function countedConsumer(over: Partial<Consumer> = {}) {
  const counted = { restarts: 0 };
  const consumer: Consumer = {
    stage: PipelineStage.validation,
    running: () => 0,
    lastTookAt: () => performance.now() - 60_000,
    restart: async () => void (counted.restarts += await Promise.resolve(1)),
    close: () => Promise.resolve(),
    ...over,
  };
  return { consumer, counted };
}

test('a consumer is restarted when its jobs have waited in Redis while it was given none', async () => {
  const { db } = harness.database;
  await harness.submit(createToyPipeline());
  const stuck = countedConsumer();
  const busy = countedConsumer({ running: () => 1 });
  const fresh = countedConsumer({ lastTookAt: () => performance.now() });
  const elsewhere = countedConsumer({ stage: PipelineStage.notification });
  const consumers = [stuck, busy, fresh, elsewhere].map(({ consumer }) => consumer);

  expect(await restartStalled(db, consumers, 20_000)).toEqual([]);
  await db.outbox.updateMany({ data: { sentAt: new Date() } });
  expect(await restartStalled(db, consumers, 20_000)).toEqual([]);
  await db.outbox.updateMany({ data: { sentAt: new Date(Date.now() - 30_000) } });
  expect(await restartStalled(db, consumers, 20_000)).toEqual([PipelineStage.validation]);
  expect([stuck, busy, fresh, elsewhere].map(({ counted }) => counted.restarts)).toEqual([1, 0, 0, 0]);
});

test('a restarted consumer takes jobs again, and none is lost in between', async () => {
  const pipeline = createToyPipeline();
  const worker = await harness.start(pipeline);
  const before = await harness.submit(pipeline);
  await Promise.all(worker.consumers.map((consumer) => consumer.restart()));
  const after = await harness.submit(pipeline, { query: 'Explain it again' });
  await Promise.all(
    [before, after].map(async ({ id }) => harness.reaches(id, ContentRequestStatus.completed)),
  );
  expect(pipeline.runs.notification).toBe(2);
});
