import { ContentRequestStatus, PipelineStage, UserTier, type Database } from '@vividly/db';
import { dispatchDue } from './dispatch.ts';
import type { Delivery } from './outbox.ts';
import type { Queues } from './queues.ts';
import { createHarness, type Harness } from './test/harness.ts';
import { createToyPipeline } from './test/toy-pipeline.ts';
import { register } from './worker-registry.ts';

let harness: Harness;
let db: Database;
beforeEach(async () => {
  harness = await createHarness();
  ({ db } = harness.database);
});
afterEach(async () => harness.close());

/** Queues that keep what they are given; `mark` is the Redis they stand for. */
function keptQueues(mark = 'first') {
  const sent: Delivery[] = [];
  const queues: Queues = {
    add: async (deliveries) => void sent.push(...(await Promise.resolve(deliveries))),
    holds: async ({ taskId }) => Promise.resolve(sent.some((delivery) => delivery.taskId === taskId)),
    mark: async () => Promise.resolve(mark),
    close: () => Promise.resolve(),
  };
  return { queues, sent };
}

const withWorkers = async (places: number) =>
  register(db, 'test', new Map([[PipelineStage.validation, places]])).renew();
const organization = async (slug: string) =>
  (await db.organization.create({ data: { slug, name: slug } })).id;

/** Slugs of the organizations that the deliveries belong to, in order. */
async function ownersOf(sent: readonly Delivery[]): Promise<string[]> {
  const tasks = await db.stageTask.findMany({
    where: { id: { in: sent.map(({ taskId }) => taskId) } },
    select: { id: true, request: { select: { organization: { select: { slug: true } } } } },
  });
  return sent.map(({ taskId }) => tasks.find(({ id }) => id === taskId)?.request.organization.slug ?? '?');
}

test('Redis gets twice of what all workers can run; the rest waits in the backlog', async () => {
  const pipeline = createToyPipeline();
  await withWorkers(2);
  await withWorkers(1);
  for (let n = 0; n < 10; n += 1) await harness.submit(pipeline);
  const { queues, sent } = keptQueues();
  expect(await dispatchDue(db, queues, 'p')).toBe(6);
  expect(await dispatchDue(db, queues, 'p')).toBe(0);
  expect(sent).toHaveLength(6);
  expect(await db.outbox.count({ where: { sentAt: null } })).toBe(4);
});

test('one pass adds only so many; the next goes on in the same round', async () => {
  const pipeline = createToyPipeline();
  const other = await organization('other');
  for (let n = 0; n < 4; n += 1) {
    await harness.submit(pipeline);
    await harness.submit(pipeline, { organizationId: other });
  }
  await withWorkers(10);
  const { queues, sent } = keptQueues();
  const pass = async () => dispatchDue(db, queues, 'p', 3);
  expect([await pass(), await pass(), await pass(), await pass()]).toEqual([3, 3, 2, 0]);
  const owners = await ownersOf(sent);
  expect(owners.filter((slug, place) => slug === owners[place - 1])).toEqual([]);
});

test('nothing is sent for a stage that no living worker serves', async () => {
  await harness.submit(createToyPipeline());
  await withWorkers(3);
  await db.workerProcess.updateMany({ data: { seenAt: new Date(Date.now() - 60_000) } });
  expect(await dispatchDue(db, keptQueues().queues, 'p')).toBe(0);
});

test('organizations take turns; within one the higher priority and then the older request goes first', async () => {
  const pipeline = createToyPipeline();
  await withWorkers(3);
  for (let n = 0; n < 20; n += 1) await harness.submit(pipeline);
  const small = await organization('small');
  const first = await harness.submit(pipeline, { organizationId: small });
  const urgent = await harness.submit(pipeline, { organizationId: small, priority: 5 });
  const { queues, sent } = keptQueues();
  await dispatchDue(db, queues, 'p');
  const owners = await ownersOf(sent);
  expect(owners.filter((slug) => slug === 'small')).toHaveLength(2);
  expect(owners.indexOf('small')).toBeLessThan(2);
  const requests = await db.stageTask.findMany({ where: { request: { organizationId: small } } });
  const place = (requestId: string) =>
    sent.findIndex(({ taskId }) => requests.find(({ id }) => id === taskId)?.requestId === requestId);
  expect(place(urgent.id)).toBeLessThan(place(first.id));
});

test('a turn of an enterprise learner’s organization is worth four of a free one’s', async () => {
  const pipeline = createToyPipeline();
  const big = await organization('big');
  for (let n = 0; n < 10; n += 1) {
    await harness.submit(pipeline);
    await harness.submit(pipeline, { organizationId: big, tier: UserTier.enterprise });
  }
  await withWorkers(5);
  const { queues, sent } = keptQueues();
  await dispatchDue(db, queues, 'p');
  expect((await ownersOf(sent)).filter((slug) => slug === 'big')).toHaveLength(8);
});

test('another Redis than before gets every job again that the old one held', async () => {
  await withWorkers(4);
  const pipeline = createToyPipeline();
  for (let n = 0; n < 5; n += 1) await harness.submit(pipeline);
  expect(await dispatchDue(db, keptQueues('first').queues, 'p')).toBe(5);
  const replaced = keptQueues('second');
  expect(await dispatchDue(db, replaced.queues, 'p')).toBe(5);
  expect(replaced.sent).toHaveLength(5);
});

test('what a transaction could not give to Redis waits on', async () => {
  await withWorkers(4);
  await harness.submit(createToyPipeline());
  const { queues, sent } = keptQueues();
  const broken = { ...queues, add: async () => Promise.reject(new Error('Redis is away')) };
  await expect(dispatchDue(db, broken, 'p')).rejects.toThrow('Redis is away');
  expect(await dispatchDue(db, queues, 'p')).toBe(1);
  expect(sent).toHaveLength(1);
});

test('a task leaves the backlog when it is claimed, and a cancelled request has none', async () => {
  const pipeline = createToyPipeline();
  await harness.start(pipeline);
  const { id } = await harness.submit(pipeline);
  await harness.reaches(id, ContentRequestStatus.completed);
  expect(await db.outbox.count()).toBe(0);
});
