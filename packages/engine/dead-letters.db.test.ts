import { randomUUID } from 'node:crypto';
import { ContentRequestStatus, PipelineStage, type DeadLetter } from '@vividly/db';
import {
  countDeadLetters,
  discardDeadLetter,
  findDeadLetterIds,
  listDeadLetters,
  readDeadLetter,
  redriveDeadLetter,
  type DeadLetterFilter,
} from './dead-letters.ts';
import { failRequest } from './fail-task.ts';
import { retryRequest } from './retry-request.ts';
import { createHarness, type Harness } from './test/harness.ts';
import { createToyPipeline } from './test/toy-pipeline.ts';

let harness: Harness;
let db: Harness['database']['db'];
beforeAll(async () => {
  harness = await createHarness();
  db = harness.database.db;
});
afterAll(async () => harness.close());
afterEach(async () => db.contentRequest.deleteMany());

const noneMissing = async () => Promise.resolve([]);
const by = 'cli:ada';

/** A request that has failed, with its letter. */
async function failed(
  stage: PipelineStage = PipelineStage.validation,
  code = 'disk_full',
): Promise<DeadLetter> {
  const { id } = await harness.submit(createToyPipeline());
  await db.$transaction(async (tx) => {
    const request = await tx.contentRequest.findUniqueOrThrow({ where: { id } });
    const failure = { code, message: 'no space left', retryable: false };
    await failRequest(tx, request, stage, { reason: 'failed', failure, stderr: 'ENOSPC' });
  });
  return db.deadLetter.findFirstOrThrow({ where: { requestId: id } });
}
/** A letter of work that failed and that its request did without. */
async function noted(): Promise<DeadLetter> {
  const { id: requestId, organizationId } = await harness.submit(createToyPipeline());
  const stage = PipelineStage.notification;
  const why = { reason: 'failed', code: 'inbox_full', message: 'full', attempt: 3, losses: 0 };
  return db.deadLetter.create({ data: { requestId, organizationId, stage, ...why } });
}
const now = async ({ id }: DeadLetter) => db.deadLetter.findUniqueOrThrow({ where: { id } });
const statusOf = async ({ requestId }: DeadLetter) =>
  (await db.contentRequest.findUniqueOrThrow({ where: { id: requestId } })).status;

test('the list is newest first, in pages that miss and repeat nothing', async () => {
  const letters: DeadLetter[] = [];
  for (let n = 0; n < 5; n += 1) letters.push(await noted());
  // All at the same moment: their order is by id.
  await db.deadLetter.updateMany({ data: { createdAt: new Date() } });
  const seen: string[] = [];
  let after: DeadLetter | undefined;
  do {
    const page = await listDeadLetters(db, { state: 'open' }, { limit: 2, after });
    seen.push(...page.map(({ id }) => id));
    after = page.at(-1);
  } while (after);
  expect(seen).toEqual(
    letters
      .map(({ id }) => id)
      .sort()
      .reverse(),
  );
});

test('filters say which', async () => {
  const [disk, inbox, gone] = [await failed(), await noted(), await noted()];
  await discardDeadLetter(db, { id: gone.id, by });
  const found = async (filter: Partial<DeadLetterFilter>) => {
    const which: DeadLetterFilter = { state: 'open', ...filter };
    const letters = await listDeadLetters(db, which, { limit: 10 });
    expect(await countDeadLetters(db, which)).toBe(letters.length);
    return letters.map(({ id }) => id);
  };
  expect(await found({})).toEqual([inbox.id, disk.id]);
  expect(await found({ state: 'settled' })).toEqual([gone.id]);
  expect(await found({ state: 'all' })).toEqual([gone.id, inbox.id, disk.id]);
  expect(await found({ stage: PipelineStage.validation })).toEqual([disk.id]);
  expect(await found({ code: 'inbox_full' })).toEqual([inbox.id]);
  expect(await found({ reason: 'poison' })).toEqual([]);
  expect(await found({ state: 'all', organizationId: randomUUID() })).toEqual([]);
});

test('a letter is read whole, and found by the beginning or the end of its id', async () => {
  const letter = await failed();
  expect(await readDeadLetter(db, letter)).toMatchObject({ code: 'disk_full', stderr: 'ENOSPC' });
  expect(await readDeadLetter(db, { id: letter.id, organizationId: randomUUID() })).toBeNull();
  expect(await findDeadLetterIds(db, letter.id.slice(-8), 2)).toEqual([letter.id]);
  expect(await findDeadLetterIds(db, letter.id.slice(0, 23), 2)).toEqual([letter.id]);
  expect(await findDeadLetterIds(db, '%', 2)).toEqual([]);
});

test('a redrive tries the failed request again and settles every open letter of it', async () => {
  const letter = await failed();
  const { id: otherId } = await db.deadLetter.create({ data: { ...letter, id: randomUUID() } });
  expect(await redriveDeadLetter(db, { id: letter.id, by }, noneMissing)).toBe('redriven');
  expect(await statusOf(letter)).toBe(ContentRequestStatus.pending);
  expect(await db.outbox.count({ where: { requestId: letter.requestId } })).toBe(1);
  const settled = { settlement: 'redriven', settledBy: by, settledAt: expect.any(Date) };
  expect(await now(letter)).toMatchObject(settled);
  expect(await db.deadLetter.findUnique({ where: { id: otherId } })).toMatchObject(settled);
  expect(await redriveDeadLetter(db, { id: letter.id, by }, noneMissing)).toBe('already_settled');
});

test('of many who redrive at once one does', async () => {
  const letter = await failed();
  const outcomes = await Promise.all(
    Array.from({ length: 6 }, async () => redriveDeadLetter(db, { id: letter.id, by }, noneMissing)),
  );
  expect(outcomes.sort()).toEqual([...Array<string>(5).fill('already_settled'), 'redriven']);
  expect(await db.outbox.count({ where: { requestId: letter.requestId } })).toBe(1);
});

test('what its request did without cannot be redriven, only discarded', async () => {
  const letter = await noted();
  expect(await redriveDeadLetter(db, { id: letter.id, by }, noneMissing)).toBe('not_redrivable');
  expect((await now(letter)).settlement).toBeNull();
  expect(await discardDeadLetter(db, { id: letter.id, by })).toBe('discarded');
  expect(await now(letter)).toMatchObject({ settlement: 'discarded', settledBy: by });
  expect(await discardDeadLetter(db, { id: letter.id, by })).toBe('already_settled');
  expect(await redriveDeadLetter(db, { id: letter.id, by }, noneMissing)).toBe('already_settled');
});

test('a discard leaves the request failed', async () => {
  const letter = await failed();
  expect(await discardDeadLetter(db, { id: letter.id, by })).toBe('discarded');
  expect(await statusOf(letter)).toBe(ContentRequestStatus.failed);
});

test('letters of others are not there', async () => {
  const letter = await failed();
  const act = { id: letter.id, organizationId: randomUUID(), by };
  expect(await redriveDeadLetter(db, act, noneMissing)).toBe('not_found');
  expect(await discardDeadLetter(db, act)).toBe('not_found');
  expect((await now(letter)).settlement).toBeNull();
});

test("a learner's own retry settles the letters, and the clock starts anew", async () => {
  const letter = await failed();
  const { requestId, organizationId } = letter;
  const before = await db.contentRequest.update({
    where: { id: requestId },
    data: { clockFrom: new Date(0) },
  });
  const retry = { requestId, organizationId, askedBy: 'user:ada', quarantine: 'keep' as const };
  expect(await retryRequest(db, retry, noneMissing)).toBe('retrying');
  expect(await now(letter)).toMatchObject({ settlement: 'redriven', settledBy: 'user:ada' });
  const { clockFrom } = await db.contentRequest.findUniqueOrThrow({ where: { id: requestId } });
  expect(clockFrom.getTime()).toBeGreaterThan(before.clockFrom.getTime());
});
