import { ContentRequestStatus, PipelineStage, StageStatus } from '@vividly/db';
import { until } from '@vividly/testing';
import { answerClarification } from './clarification.ts';
import { cancelRequest } from './cancel.ts';
import { NeedsLearnerError, PermanentError, TransientError } from './errors.ts';
import { retryRequest } from './retry-request.ts';
import { createHarness, type Harness } from './test/harness.ts';
import { createToyPipeline } from './test/toy-pipeline.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await createHarness();
});
afterEach(async () => harness.close());

const history = async (requestId: string) =>
  (await harness.database.db.requestEvent.findMany({ where: { requestId }, orderBy: { seq: 'asc' } })).map(
    ({ seq, type, data }) => ({ seq, type, data: data as Record<string, unknown> }),
  );
const statuses = async (requestId: string) =>
  (await history(requestId)).filter(({ type }) => type === 'request.status').map(({ data }) => data['to']);

test('a request passes every stage once, each move is one event, and events count without gaps', async () => {
  const pipeline = createToyPipeline();
  await harness.start(pipeline);
  const { id } = await harness.submit(pipeline);
  const request = await harness.reaches(id, ContentRequestStatus.completed);

  expect(request.progressPercentage).toBe(100);
  expect(request.result).toEqual({ durationSeconds: 90, cached: false });
  expect(await statuses(id)).toEqual([
    ContentRequestStatus.validating,
    ContentRequestStatus.retrieving,
    ContentRequestStatus.generating_script,
    ContentRequestStatus.generating_video,
    ContentRequestStatus.processing_video,
    ContentRequestStatus.notifying,
    ContentRequestStatus.completed,
  ]);
  const events = await history(id);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(pipeline.runs).toEqual({
    ...pipeline.runs,
    validation: 1,
    speech_synthesis: 2,
    video_generation: 3,
  });
  expect(await harness.database.db.outbox.count()).toBe(0);
});

test('the same question again is found, not made, and says so', async () => {
  const pipeline = createToyPipeline();
  await harness.start(pipeline);
  const first = await harness.submit(pipeline);
  await harness.reaches(first.id, ContentRequestStatus.completed);
  const before = { ...pipeline.runs };
  const second = await harness.submit(pipeline);
  const request = await harness.reaches(second.id, ContentRequestStatus.completed);

  expect(request.result).toEqual({ durationSeconds: 90, cached: true });
  expect(pipeline.runs).toEqual({ ...before, notification: before.notification + 1 });
});

test('ten identical requests at once make each result once', async () => {
  const pipeline = createToyPipeline();
  await Promise.all([harness.start(pipeline), harness.start(pipeline), harness.start(pipeline)]);
  const requests = await Promise.all(Array.from({ length: 10 }, async () => harness.submit(pipeline)));
  await Promise.all(requests.map(async ({ id }) => harness.reaches(id, ContentRequestStatus.completed)));

  expect(pipeline.runs).toEqual({
    validation: 1,
    rag_retrieval: 1,
    script_generation: 1,
    speech_synthesis: 2,
    video_generation: 3,
    video_processing: 1,
    notification: 10,
  });
});

test('a transient failure is tried again and never shows as failed', async () => {
  let tries = 0;
  const pipeline = createToyPipeline({
    script_generation: async () => {
      tries += 1;
      if (tries < 3) throw new TransientError('provider_unavailable', 'try later');
      return Promise.resolve({ made: 'a script' });
    },
  });
  await harness.start(pipeline);
  const { id } = await harness.submit(pipeline);
  await harness.reaches(id, ContentRequestStatus.completed);

  expect(await statuses(id)).not.toContain(ContentRequestStatus.failed);
  const retrying = (await history(id)).filter(({ type }) => type === 'task.retrying');
  expect(retrying.map(({ data }) => [data['attempt'], data['code']])).toEqual([
    [1, 'provider_unavailable'],
    [2, 'provider_unavailable'],
  ]);
});

test('a transient failure becomes final after the last try, and an explicit retry resumes at the failed task', async () => {
  let broken = true;
  const pipeline = createToyPipeline({
    video_generation: async ({ part }) => {
      if (broken && part === 'scene-2') throw new TransientError('provider_unavailable', 'try later');
      return Promise.resolve({ made: part });
    },
  });
  await harness.start(pipeline);
  const { id, organizationId } = await harness.submit(pipeline);
  const failed = await harness.reaches(id, ContentRequestStatus.failed);
  expect(failed.error).toEqual({
    code: 'provider_unavailable',
    message: 'try later',
    retryable: true,
    stage: PipelineStage.video_generation,
  });
  expect(pipeline.runs.video_generation).toBe(5);

  broken = false;
  expect(
    await retryRequest(
      harness.database.db,
      { requestId: id, organizationId, askedBy: 'user:u', quarantine: 'keep' },
      async () => Promise.resolve([]),
    ),
  ).toBe('retrying');
  const done = await harness.reaches(id, ContentRequestStatus.completed);
  expect(done.error).toBeNull();
  expect(pipeline.runs).toMatchObject({
    validation: 1,
    script_generation: 1,
    speech_synthesis: 2,
    video_generation: 6,
  });
});

test('a permanent failure is not tried again', async () => {
  const pipeline = createToyPipeline({
    rag_retrieval: async () =>
      Promise.reject(new PermanentError('provider_unauthorized', 'the key is not valid')),
  });
  await harness.start(pipeline);
  const { id } = await harness.submit(pipeline);
  const failed = await harness.reaches(id, ContentRequestStatus.failed);

  expect(failed.error).toMatchObject({ code: 'provider_unauthorized', retryable: false });
  expect(pipeline.runs.rag_retrieval).toBe(1);
  const stage = await harness.database.db.requestStage.findFirstOrThrow({
    where: { requestId: id, stage: PipelineStage.rag_retrieval },
  });
  expect(stage.status).toBe(StageStatus.failed);
});

test('a vague question waits for the learner; the answer resumes the same request', async () => {
  const pipeline = createToyPipeline({
    validation: async ({ answers }) => {
      if (answers.length < 2)
        throw new NeedsLearnerError(['A?', 'B?'], `round ${String(answers.length + 1)}`);
      return Promise.resolve({ made: answers.join(' then ') });
    },
  });
  await harness.start(pipeline);
  const { id, organizationId } = await harness.submit(pipeline);
  const { db } = harness.database;
  for (const answer of ['first', 'second']) {
    await until(
      'it asks',
      async () => (await db.contentRequest.findUniqueOrThrow({ where: { id } })).awaitingClarification,
    );
    expect(await answerClarification(db, { requestId: id, organizationId }, answer)).toBe('answered');
    expect(await answerClarification(db, { requestId: id, organizationId }, answer)).toBe('no_open_question');
  }
  const request = await harness.reaches(id, ContentRequestStatus.completed);
  expect(request.requestMetadata).toMatchObject({
    clarification: { round: 2, answer: 'second' },
    earlierClarifications: [{ round: 1, answer: 'first' }],
  });
  expect(await statuses(id)).toEqual(expect.arrayContaining([ContentRequestStatus.pending]));
  const task = await db.stageTask.findFirstOrThrow({
    where: { requestId: id, stage: PipelineStage.validation },
  });
  expect(task.output).toEqual({ made: 'first then second' });
});

test('a learner is asked at most three times', async () => {
  const pipeline = createToyPipeline({
    validation: async () => Promise.reject(new NeedsLearnerError(['A?', 'B?'], 'still vague')),
  });
  await harness.start(pipeline);
  const { id, organizationId } = await harness.submit(pipeline);
  const { db } = harness.database;
  for (let round = 1; round <= 3; round++) {
    await until(
      'it asks',
      async () => (await db.contentRequest.findUniqueOrThrow({ where: { id } })).awaitingClarification,
    );
    await answerClarification(db, { requestId: id, organizationId }, 'hm');
  }
  const failed = await harness.reaches(id, ContentRequestStatus.failed);
  expect(failed.error).toMatchObject({ code: 'clarification_exhausted' });
});

test('a cancelled request stops its running work and writes nothing more', async () => {
  let stopped: unknown = null;
  const pipeline = createToyPipeline({
    video_generation: async (_input, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          stopped = signal.reason;
          reject(new Error('aborted'));
        });
      }),
  });
  await harness.start(pipeline);
  const { id, organizationId } = await harness.submit(pipeline);
  const { db } = harness.database;
  await until('it draws', async () => pipeline.runs.video_generation === 3);
  expect(await cancelRequest(db, { requestId: id, organizationId })).toBe('cancelled');
  expect(await cancelRequest(db, { requestId: id, organizationId })).toBe('cancelled');
  await until('the work stops', async () => stopped !== null);

  expect(stopped).toMatchObject({ reason: 'fenced' });
  const tasks = await db.stageTask.findMany({
    where: { requestId: id, stage: PipelineStage.video_generation },
  });
  expect(tasks.map(({ status }) => status)).toEqual([
    StageStatus.skipped,
    StageStatus.skipped,
    StageStatus.skipped,
  ]);
  expect((await statuses(id)).at(-1)).toBe(ContentRequestStatus.cancelled);
});

test('a worker that shuts down hands its task back at once, and no try is used up', async () => {
  let firstWorker = true;
  const pipeline = createToyPipeline({
    script_generation: async (_input, { signal, attempt }) => {
      if (!firstWorker) return { made: `on try ${String(attempt)}` };
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('interrupted'));
        });
      });
    },
  });
  const worker = await harness.start(pipeline);
  const { id } = await harness.submit(pipeline);
  await until('it writes', async () => pipeline.runs.script_generation === 1);
  firstWorker = false;
  await worker.close();
  await harness.start(pipeline);
  await harness.reaches(id, ContentRequestStatus.completed);
  const task = await harness.database.db.stageTask.findFirstOrThrow({
    where: { requestId: id, stage: PipelineStage.script_generation },
  });
  expect(task.output).toEqual({ made: 'on try 1' });
});

test('a failed notification never fails the request', async () => {
  const pipeline = createToyPipeline({
    notification: async () => Promise.reject(new PermanentError('provider_bad_request', 'no inbox')),
  });
  await harness.start(pipeline);
  const { id } = await harness.submit(pipeline);
  await harness.reaches(id, ContentRequestStatus.completed);
  const stage = await harness.database.db.requestStage.findFirstOrThrow({
    where: { requestId: id, stage: PipelineStage.notification },
  });
  expect(stage.status).toBe(StageStatus.failed);
});

test('stages that the modalities do not need are skipped and have no task', async () => {
  const pipeline = createToyPipeline();
  await harness.start(pipeline);
  const { id } = await harness.submit(pipeline, { modalities: ['text'] });
  const request = await harness.reaches(id, ContentRequestStatus.completed);
  expect(request.progressPercentage).toBe(100);
  expect(pipeline.runs.video_generation).toBe(0);
  const stage = await harness.database.db.requestStage.findFirstOrThrow({
    where: { requestId: id, stage: PipelineStage.video_generation },
  });
  expect(stage.status).toBe(StageStatus.skipped);
});
