import { ContentRequestStatus, PipelineStage, StageStatus, type Database } from '@vividly/db';
import { until } from '@vividly/testing';
import { cancelRequest } from './cancel.ts';
import { ParkedError } from './errors.ts';
import { retryRequest } from './retry-request.ts';
import { createHarness, type Harness } from './test/harness.ts';
import { createToyPipeline } from './test/toy-pipeline.ts';

let harness: Harness;
let db: Database;
beforeEach(async () => {
  harness = await createHarness();
  ({ db } = harness.database);
});
afterEach(async () => harness.close());

const taskOf = async (requestId: string, stage: PipelineStage) =>
  db.stageTask.findFirstOrThrow({ where: { requestId, stage } });

/** What a worker leaves that was killed: claims that nobody renews. Whoever claims the tasks again is killed too. */
async function loseClaimsOf(...requestIds: string[]): Promise<void> {
  await db.$executeRaw`
    UPDATE stage_tasks SET lease_until = now() - interval '1 second', run_epoch = run_epoch + 1
    WHERE status = 'in_progress' AND request_id = ANY(${requestIds}::uuid[])`;
}

/** Never ends by itself. */
const untilStopped = async (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    if (signal.aborted) reject(new Error('stopped before'));
    signal.addEventListener('abort', () => {
      reject(new Error('stopped'));
    });
  });

test('a task that takes its worker down three times is quarantined; others are unharmed; a retry starts afresh', async () => {
  let poisonous = true;
  const pipeline = createToyPipeline({
    script_generation: async ({ query }, { requestId, signal }) => {
      if (!poisonous || query !== 'Explain poison') return { made: query };
      await loseClaimsOf(requestId);
      return untilStopped(signal);
    },
  });
  await harness.start(pipeline);
  const poison = await harness.submit(pipeline, { query: 'Explain poison' });
  const other = await harness.submit(pipeline, { query: 'Explain honey' });
  const failed = await harness.reaches(poison.id, ContentRequestStatus.failed);
  await harness.reaches(other.id, ContentRequestStatus.completed);

  expect(failed.error).toMatchObject({ code: 'worker_lost', retryable: true });
  const letters = await db.deadLetter.findMany();
  expect(letters).toMatchObject([
    {
      requestId: poison.id,
      stage: PipelineStage.script_generation,
      reason: 'poison',
      losses: 3,
      settlement: null,
    },
  ]);

  // Neither the learner nor another one who asks the same loses more workers.
  const key = { requestId: poison.id, organizationId: harness.organizationId, askedBy: 'test' };
  const noneMissing = async () => Promise.resolve([]);
  expect(await retryRequest(db, { ...key, quarantine: 'keep' }, noneMissing)).toBe('retrying');
  const same = await harness.submit(pipeline, { query: 'Explain poison' });
  for (const { id } of [poison, same]) {
    const refused = await harness.reaches(id, ContentRequestStatus.failed);
    expect(refused.error).toMatchObject({ code: 'task_quarantined' });
  }
  expect(pipeline.runs.script_generation).toBe(4);

  poisonous = false;
  expect(await retryRequest(db, { ...key, quarantine: 'lift' }, noneMissing)).toBe('retrying');
  await harness.reaches(poison.id, ContentRequestStatus.completed);
  expect((await taskOf(poison.id, PipelineStage.script_generation)).losses).toBe(0);
});

test('what was lost twice beside the poison then runs alone, and is not quarantined with it', async () => {
  const now = new Set<string>();
  const last: Record<string, string[]> = {};
  const pipeline = createToyPipeline({
    script_generation: async ({ query }, { taskId, signal }) => {
      now.add(query);
      last[query] = [...now];
      try {
        const { losses } = await db.stageTask.findUniqueOrThrow({ where: { id: taskId } });
        if (query === 'Explain poison') {
          if (losses < 2)
            await until('the other runs beside it', async () => Promise.resolve(now.size === 2));
          await loseClaimsOf(poison.id, honey.id);
        }
        return losses < 2 || query === 'Explain poison' ? await untilStopped(signal) : { made: query };
      } finally {
        now.delete(query);
      }
    },
  });
  const poison = await harness.submit(pipeline, { query: 'Explain poison' });
  const honey = await harness.submit(pipeline, { query: 'Explain honey' });
  await harness.start(pipeline);
  await harness.reaches(poison.id, ContentRequestStatus.failed);
  await harness.reaches(honey.id, ContentRequestStatus.completed);

  expect((await taskOf(honey.id, PipelineStage.script_generation)).losses).toBe(2);
  expect(last).toEqual({ 'Explain poison': ['Explain poison'], 'Explain honey': ['Explain honey'] });
});

test('work that does not listen is left behind when it is stopped, and its place is free again', async () => {
  const pipeline = createToyPipeline({
    script_generation: async ({ query }) =>
      query.startsWith('Explain deafness')
        ? new Promise<never>(() => undefined)
        : Promise.resolve({ made: query }),
  });
  await harness.start(pipeline);
  const deaf = await Promise.all(
    [1, 2, 3, 4].map(async (place) =>
      harness.submit(pipeline, { query: `Explain deafness ${String(place)}` }),
    ),
  );
  await until('they hold every place', async () => Promise.resolve(pipeline.runs.script_generation === 4));
  const next = await harness.submit(pipeline, { query: 'Explain hearing' });
  for (const { id } of deaf)
    await cancelRequest(db, { requestId: id, organizationId: harness.organizationId }, 'requested');
  expect(await harness.reaches(next.id, ContentRequestStatus.completed)).toMatchObject({ error: null });
});

test('what is parked waits without using up a try, and is told once', async () => {
  let closed = true;
  let calls = 0;
  const pipeline = createToyPipeline(
    {
      script_generation: async () => {
        calls += 1;
        if (closed) throw new ParkedError('provider_circuit_open', 'the circuit is open', 100);
        return Promise.resolve({ made: 'a script' });
      },
    },
    { maxAttempts: 1 },
  );
  await harness.start(pipeline);
  const { id } = await harness.submit(pipeline);
  await until('it was parked four times', async () => Promise.resolve(calls === 4));
  closed = false;
  await harness.reaches(id, ContentRequestStatus.completed);
  expect((await taskOf(id, PipelineStage.script_generation)).attempt).toBe(1);
  expect(await db.requestEvent.count({ where: { requestId: id, type: 'task.parked' } })).toBe(1);
  expect(await db.deadLetter.count()).toBe(0);
});

test('a payload of a newer version is put aside, not failed; a worker that knows it does it', async () => {
  const newer = createToyPipeline({}, { version: 2 });
  const older = createToyPipeline();
  const { id } = await harness.submit(newer);
  await db.stageTask.updateMany({ where: { requestId: id }, data: { payloadVersion: 2 } });
  await harness.start(older);
  await until('the older one has put it aside', async () => {
    const { availableAt } = await taskOf(id, PipelineStage.validation);
    return availableAt.getTime() > Date.now() + 5_000;
  });
  expect(older.runs.validation).toBe(0);
  expect((await db.contentRequest.findUniqueOrThrow({ where: { id } })).status).toBe(
    ContentRequestStatus.pending,
  );
  await harness.start(newer);
  await until('the newer one takes it in the end', async () => {
    await db.$executeRaw`UPDATE outbox SET available_at = now() WHERE available_at > now()`;
    return newer.runs.validation === 1;
  });
});

test('a failed task leaves a dead letter with the end of what its program said', async () => {
  const noise = `${'é'.repeat(20_000)}\0 last words`;
  const pipeline = createToyPipeline({
    video_generation: async () => {
      const error = Object.assign(new Error('ffmpeg ended with exit code 1'), {
        code: 'media_failed',
        retryable: true,
        stderr: noise,
      });
      return Promise.reject(error);
    },
  });
  await harness.start(pipeline);
  const { id } = await harness.submit(pipeline);
  await harness.reaches(id, ContentRequestStatus.failed);
  const [letter] = await db.deadLetter.findMany({ where: { requestId: id } });
  expect(letter).toMatchObject({
    reason: 'failed',
    code: 'media_failed',
    attempt: 3,
    part: expect.stringMatching('scene'),
  });
  expect(Buffer.byteLength(letter?.stderr ?? '')).toBeLessThanOrEqual(16_384);
  expect(letter?.stderr).toMatch(/^é+\u{fffd} last words$/u);
});

test('a request and a stage that are not done in time fail, keep what they have, and can be retried', async () => {
  const held: (() => void)[] = [];
  const pipeline = createToyPipeline({
    script_generation: async ({ query }, { signal }) =>
      new Promise((resolve, reject) => {
        held.push(() => {
          resolve({ made: query });
        });
        untilStopped(signal).catch(reject);
      }),
  });
  await harness.start(pipeline);
  const slow = await harness.submit(pipeline, { query: 'Explain slow stages' });
  const late = await harness.submit(pipeline, { query: 'Explain late requests' });
  await until('both are written', async () => Promise.resolve(held.length === 2));
  await db.$executeRaw`UPDATE request_stages SET started_at = now() - interval '2 minutes'
    WHERE request_id = ${slow.id}::uuid AND stage = 'script_generation'`;
  await db.$executeRaw`UPDATE content_requests SET clock_from = now() - interval '3 minutes' WHERE id = ${slow.id}::uuid`;
  await db.$executeRaw`UPDATE content_requests SET clock_from = now() - interval '25 hours' WHERE id = ${late.id}::uuid`;
  for (const { id } of [slow, late]) {
    const failed = await harness.reaches(id, ContentRequestStatus.failed);
    expect(failed.error).toMatchObject({ code: 'deadline_exceeded', retryable: true });
  }
  expect((await db.deadLetter.findMany()).map(({ reason }) => reason)).toEqual(['deadline', 'deadline']);

  const key = { requestId: late.id, organizationId: harness.organizationId, askedBy: 'test' };
  await retryRequest(db, { ...key, quarantine: 'keep' }, async () => Promise.resolve([]));
  await until('it is written again', async () => Promise.resolve(held.length === 3));
  held.at(-1)?.();
  await harness.reaches(late.id, ContentRequestStatus.completed);
  expect(pipeline.runs.validation).toBe(2);
  expect((await taskOf(late.id, PipelineStage.validation)).status).toBe(StageStatus.completed);
});
