import { posix } from 'node:path';
import { ContentRequestStatus, PipelineStage, StageStatus } from '@vividly/db';
import { removeOrphans } from './reconcile/orphans.ts';
import { createHarness, type Harness } from './test/harness.ts';
import { createToyPipeline } from './test/toy-pipeline.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await createHarness();
});
afterEach(async () => harness.close());

/** A storage of names and dates. */
function listedFiles(keys: Readonly<Record<string, Date>>) {
  const removed: string[] = [];
  const files = {
    async *list() {
      for (const [key, modifiedAt] of Object.entries(keys)) yield Promise.resolve({ key, modifiedAt });
    },
    remove: async (key: string) => void removed.push(await Promise.resolve(key)),
  };
  return { files, removed };
}

test('files of tries that left nothing behind are removed; what is referred to, running, young or not ours stays', async () => {
  const { db } = harness.database;
  const pipeline = createToyPipeline({
    video_generation: async ({ part }, { storagePrefix }) =>
      Promise.resolve({ made: part, file: `${storagePrefix}/scene.mp4` }),
  });
  const worker = await harness.start(pipeline);
  const { id } = await harness.submit(pipeline);
  await harness.reaches(id, ContentRequestStatus.completed);
  // Nobody works on the second request: its one task is what the test says it is.
  await worker.close();
  const drawn = await db.stageTask.findFirstOrThrow({
    where: { requestId: id, stage: PipelineStage.video_generation },
  });
  const published = posix.dirname((drawn.output as { file: string }).file);
  const fenced = published.replace(/\d+$/, '99');
  const running = await db.stageTask.create({
    data: {
      requestId: (await harness.submit(pipeline, { query: 'Explain running' })).id,
      stage: PipelineStage.video_processing,
      part: 'main',
      status: StageStatus.in_progress,
      leaseUntil: new Date(Date.now() + 60_000),
      runEpoch: 1,
    },
  });
  const filling = `tasks/${'f'.repeat(64)}/${running.id}-1`;
  const old = new Date(Date.now() - 48 * 3_600_000);
  const { files, removed } = listedFiles({
    [`${published}/scene.mp4`]: old,
    [`${fenced}/scene.mp4`]: old,
    [`${fenced}/poster.png`]: old,
    [`${fenced.replace('-99', '-98')}/scene.mp4`]: new Date(),
    [`${filling}/lesson.mp4`]: old,
    'tasks/readme.txt': old,
  });
  expect(await removeOrphans(db, files, 24)).toBe(2);
  expect(removed).toEqual([`${fenced}/scene.mp4`, `${fenced}/poster.png`]);
});
