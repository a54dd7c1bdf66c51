import { NeedsLearnerError, PermanentError, TransientError } from '@vividly/engine';
import { ContentRequestStatus, Modality, PipelineStage, StageStatus } from '@vividly/db';
import { createApp } from '../../app.ts';
import { listen } from '../../http/server.ts';
import { requestsPath, startApi, type Api } from '../../test/harness.ts';
import type { RequestView, StageView } from './schema.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterEach(() => {
  delete api.behaviour.validation;
  delete api.behaviour.rag_retrieval;
  delete api.behaviour.script_generation;
  delete api.behaviour.notification;
});
afterAll(async () => api.close());

const get = async (id: string, headers: Record<string, string> = {}) =>
  api.call<RequestView>('GET', `${requestsPath}/${id}`, { headers });
const post = async (id: string, action: string, json?: unknown) =>
  api.call<RequestView>('POST', `${requestsPath}/${id}/${action}`, json === undefined ? {} : { json });
const stageOf = (view: RequestView, stage: PipelineStage): StageView => {
  const found = view.stages.find((each) => each.stage === stage);
  if (!found) throw new Error(`no stage ${stage}`);
  return found;
};

/** Makes the validation stage ask once. */
function ask(): void {
  api.behaviour.validation = async (_context, answers) => {
    if (answers.length === 0)
      throw new NeedsLearnerError(['Plant or animal cells?'], 'Both are in the library.');
  };
}

describe('reading', () => {
  test('a request shows where it is and when to ask again, and at last its lesson', async () => {
    const id = await api.submit({ query: 'Explain from start to end', modalities: [Modality.video] });
    // Validation, retrieval, script, speech, one of two scenes.
    await api.drive(id, 5);
    const running = await get(id);
    expect(running.json).toMatchObject({
      status: ContentRequestStatus.generating_video,
      currentStage: PipelineStage.video_generation,
      startedAt: expect.any(String),
    });
    expect(stageOf(running.json, PipelineStage.video_generation)).toMatchObject({
      title: 'Title of video_generation',
      status: StageStatus.in_progress,
      tasksTotal: 2,
      tasksDone: 1,
    });
    expect(running.json.progressPercentage).toBeGreaterThan(50);
    expect(running.headers.get('retry-after')).toBe('2');
    await api.drive(id);
    const { json, headers } = await get(id);
    expect(json).toMatchObject({
      status: ContentRequestStatus.completed,
      progressPercentage: 100,
      result: {
        title: 'Push and push back: Newton’s third law',
        durationSeconds: 90.5,
        cached: false,
        providers: { llm: 'local:1', speech: 'flite:slt', renderer: 'slides:1' },
        sources: [{ passageId: 'newtons-third-law/definition' }],
      },
      completedAt: expect.any(String),
    });
    expect(json.result?.artifacts.map(({ kind, url }) => [kind, url])).toEqual(
      ['captions_vtt', 'poster', 'video'].map((kind) => [kind, `${requestsPath}/${id}/artifacts/${kind}`]),
    );
    expect(json.stages.every(({ status }) => status === StageStatus.completed)).toBe(true);
    expect(headers.get('retry-after')).toBeNull();
  });

  test('there is an estimate once recent requests did such work, and none before', async () => {
    const id = await api.submit({ query: 'Explain the estimate' });
    const path = `${requestsPath}/${id}`;
    /** As a process sees it that has not looked at the history yet. */
    const asSeenByAnother = async () => {
      const server = await listen(createApp(api.deps), { host: '127.0.0.1', port: 0 });
      const answer = await fetch(server.url + path, { headers: { authorization: `Bearer ${api.ours.key}` } });
      const view = (await answer.json()) as RequestView;
      await server.close(0);
      return view.etaSeconds;
    };
    expect(await asSeenByAnother()).toBeGreaterThanOrEqual(1);
    await api.db.stageTask.updateMany({
      where: { stage: PipelineStage.rag_retrieval },
      data: { cached: true },
    });
    expect(await asSeenByAnother()).toBeUndefined();
  });

  test('a retrying task and a failed notification are visible in their stages', async () => {
    const id = await api.submit({ query: 'Explain trouble' });
    api.behaviour.rag_retrieval = async ({ attempt }) => {
      if (attempt === 1) throw new TransientError('index_busy', 'The index is being rebuilt.');
    };
    api.behaviour.notification = async () => {
      throw new PermanentError('inbox_full', 'The inbox takes no more.');
    };
    await api.drive(id, 2);
    const retrying = (await get(id)).json;
    expect(retrying.status).toBe(ContentRequestStatus.retrieving);
    expect(retrying.error).toBeUndefined();
    expect(stageOf(retrying, PipelineStage.rag_retrieval)).toMatchObject({
      status: StageStatus.in_progress,
      error: {
        code: 'index_busy',
        message: 'The index is being rebuilt.',
        retryable: true,
        part: 'main',
        attempt: 1,
        nextTryAt: expect.any(String),
      },
    });
    await api.drive(id);
    const done = (await get(id)).json;
    expect(stageOf(done, PipelineStage.rag_retrieval).error).toBeUndefined();
    expect(done.status).toBe(ContentRequestStatus.completed);
    expect(stageOf(done, PipelineStage.notification)).toMatchObject({
      status: StageStatus.failed,
      error: { code: 'inbox_full', message: 'The inbox takes no more.', retryable: false },
    });
  });

  test('the weak ETag holds until something happens', async () => {
    const id = await api.submit({ query: 'Explain tags' });
    const tag = (await get(id)).headers.get('etag') ?? '';
    expect(tag).toMatch(/^W\/"/);
    const same = await get(id, { 'if-none-match': tag });
    expect(same.status).toBe(304);
    expect(same.bytes).toHaveLength(0);
    expect(same.headers.get('etag')).toBe(tag);
    expect((await get(id, { 'if-none-match': '"other"' })).status).toBe(200);
    await api.drive(id, 1);
    const changed = await get(id, { 'if-none-match': tag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(tag);
  });
});

describe('clarification', () => {
  test('a question is shown, answered and left behind; the same request completes', async () => {
    ask();
    const id = await api.submit({ query: 'Explain cells' });
    await api.drive(id);
    const asked = await get(id);
    expect(asked.json).toMatchObject({
      status: ContentRequestStatus.pending,
      awaitingClarification: true,
      clarification: {
        questions: ['Plant or animal cells?'],
        reasoning: 'Both are in the library.',
        round: 1,
      },
    });
    expect(asked.json.clarification?.answer).toBeUndefined();
    expect(asked.headers.get('retry-after')).toBeNull();
    const answered = await post(id, 'clarification', { answer: ' Plant cells ' });
    expect(answered.status).toBe(202);
    expect(answered.json).toMatchObject({
      id,
      awaitingClarification: false,
      clarification: { answer: 'Plant cells' },
    });
    const again = await post(id, 'clarification', { answer: 'Animal cells' });
    expect(again.status).toBe(409);
    expect(again.json).toMatchObject({ code: 'no_clarification_open' });
    await api.drive(id);
    expect((await get(id)).json.status).toBe(ContentRequestStatus.completed);
  });

  test('of several answers at once one counts', async () => {
    ask();
    const id = await api.submit({ query: 'Explain many cells' });
    await api.drive(id);
    const answers = await Promise.all(
      Array.from({ length: 5 }, async (_, index) =>
        post(id, 'clarification', { answer: `Answer ${String(index)}` }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409, 409]);
  });

  test.each([
    ['no answer', {}, 'answer'],
    ['an empty answer', { answer: ' ' }, 'answer'],
    ['a long answer', { answer: 'x'.repeat(501) }, 'answer'],
    ['an unknown field', { answer: 'Plants', note: 1 }, 'note'],
  ])('%s is refused and the question stays open', async (_case, body, path) => {
    ask();
    const id = await api.submit({ query: 'Explain the open question' });
    await api.drive(id);
    const { status, json } = await post(id, 'clarification', body);
    expect(status).toBe(400);
    expect(json).toMatchObject({ code: 'validation_failed', errors: [{ path }] });
    expect((await get(id)).json.awaitingClarification).toBe(true);
  });
});

describe('cancel', () => {
  test('is accepted, stops the work, and may be repeated', async () => {
    const id = await api.submit({ query: 'Explain what is cancelled' });
    await api.drive(id, 2);
    const cancelled = await post(id, 'cancel');
    expect(cancelled.status).toBe(202);
    expect(cancelled.json).toMatchObject({
      status: ContentRequestStatus.cancelled,
      completedAt: expect.any(String),
    });
    expect(cancelled.headers.get('retry-after')).toBeNull();
    const again = await post(id, 'cancel', {});
    expect(again.status).toBe(202);
    expect(again.json).toEqual(cancelled.json);
    expect(await api.db.outbox.count({ where: { task: { requestId: id } } })).toBe(0);
  });

  test('is possible while a question is open, which closes it', async () => {
    ask();
    const id = await api.submit({ query: 'Explain a cancelled question' });
    await api.drive(id);
    expect((await post(id, 'cancel')).json).toMatchObject({ awaitingClarification: false });
    expect((await post(id, 'clarification', { answer: 'Too late' })).status).toBe(409);
  });

  test('is refused once the request has completed or failed', async () => {
    const completed = await api.submit({ query: 'Explain the completed' });
    await api.drive(completed);
    api.behaviour.validation = async () => {
      throw new PermanentError('out_of_scope', 'That is not something to learn.');
    };
    const failed = await api.submit({ query: 'Explain the failed' });
    await api.drive(failed);
    for (const id of [completed, failed]) {
      const { status, json } = await post(id, 'cancel');
      expect(status).toBe(409);
      expect(json).toMatchObject({ code: 'request_finished' });
    }
  });
});

describe('retry', () => {
  test('goes on at the task that failed', async () => {
    api.behaviour.script_generation = async () => {
      throw new PermanentError('disk_full', 'No space is left.');
    };
    const id = await api.submit({ query: 'Explain a second try' });
    await api.drive(id);
    const failed = (await get(id)).json;
    expect(failed).toMatchObject({
      status: ContentRequestStatus.failed,
      error: {
        code: 'disk_full',
        message: 'No space is left.',
        stage: PipelineStage.script_generation,
        retryable: false,
      },
    });
    expect(stageOf(failed, PipelineStage.script_generation)).toMatchObject({
      status: StageStatus.failed,
      error: { code: 'disk_full' },
    });
    delete api.behaviour.script_generation;
    const retried = await post(id, 'retry');
    expect(retried.status).toBe(202);
    expect(retried.json).toMatchObject({ status: ContentRequestStatus.pending });
    expect(retried.json.error).toBeUndefined();
    expect(stageOf(retried.json, PipelineStage.rag_retrieval).status).toBe(StageStatus.completed);
    await api.drive(id);
    expect((await get(id)).json.status).toBe(ContentRequestStatus.completed);
  });

  test('is refused for a request that has not failed', async () => {
    const running = await api.submit({ query: 'Explain the running' });
    const completed = await api.submit({ query: 'Explain the completed one' });
    await api.drive(completed);
    const cancelled = await api.submit({ query: 'Explain the cancelled one' });
    await post(cancelled, 'cancel');
    for (const id of [running, completed, cancelled]) {
      const { status, json } = await post(id, 'retry');
      expect(status).toBe(409);
      expect(json).toMatchObject({ code: 'request_not_failed' });
    }
  });
});
