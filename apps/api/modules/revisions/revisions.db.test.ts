import { ContentRequestStatus, Modality, PipelineStage } from '@vividly/db';
import { PermanentError } from '@vividly/engine';
import type { LessonScript } from '@vividly/lesson';
import { shortLesson } from '../../../../packages/pipeline/test/lesson.ts';
import { requestsPath, startApi, type Api, type CallOptions } from '../../test/harness.ts';
import type { RequestView } from '../content-requests/schema.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterEach(() => {
  delete api.behaviour.validation;
  delete api.behaviour.video_processing;
});
afterAll(async () => api.close());

type Shown = LessonScript & { revision: number };
interface Refusal {
  code: string;
  detail: string;
  errors?: { path: string; message: string }[];
  findings?: { rule: number; name: string; message: string; sceneId?: string }[];
  newest?: { id: string; revision: number; url: string };
}

let asked = 0;
/** A finished lesson of its own. */
const lesson = async (body: Record<string, unknown> = {}): Promise<string> => {
  asked += 1;
  const id = await api.submit({ query: `Explain toy ${String(asked)}`, ...body });
  await api.drive(id);
  return id;
};
const scriptPath = (id: string) => `${requestsPath}/${id}/script`;
const read = async (id: string, options: CallOptions = {}) => api.call<Shown>('GET', scriptPath(id), options);
const put = async <T = RequestView>(id: string, script: unknown, headers: Record<string, string> = {}) =>
  api.call<T>('PUT', scriptPath(id), { json: script, headers });
const refused = async (id: string, script: unknown, headers: Record<string, string> = {}) =>
  put<Refusal>(id, script, headers);
const retitled = (title: string): LessonScript => ({ ...shortLesson, title });

/** The lesson with the sentences of one scene changed. */
function withSentences(sceneId: string, change: (text: string, index: number) => string): LessonScript {
  const scenes = shortLesson.scenes.map((scene) =>
    scene.id === sceneId
      ? { ...scene, sentences: scene.sentences.map((s, index) => ({ ...s, text: change(s.text, index) })) }
      : scene,
  );
  return { ...shortLesson, scenes };
}

test('a script is shown as soon as it is written, with its revision and an ETag', async () => {
  const id = await api.submit({ query: 'Explain a toy step by step' });
  const early = await api.call('GET', scriptPath(id));
  expect([early.status, early.json['code']]).toEqual([404, 'script_not_found']);
  await api.drive(id, 3);
  const shown = await read(id);
  expect(shown.json).toEqual({ ...shortLesson, revision: 1 });
  const etag = shown.headers.get('etag') ?? '';
  expect(etag).toMatch(/^"[\w-]{43}"$/);
  expect((await read(id, { headers: { 'if-none-match': etag } })).status).toBe(304);
});

test('an edited script makes the next revision: a request of its own, with the same wishes', async () => {
  const id = await lesson({
    interest: 'chess',
    durationSeconds: 60,
    priority: 4,
    metadata: { course: 'p8' },
  });
  const { json: before } = await api.call<RequestView>('GET', `${requestsPath}/${id}`);
  expect(before).toMatchObject({ lessonId: id, revision: 1 });
  const { revision, ...shown } = (await read(id)).json;
  const answer = await put(id, { ...shown, revision, title: 'Push back' }, { 'x-request-id': 'the-edit' });
  expect(answer.status).toBe(202);
  expect(answer.json).toMatchObject({
    ...{ lessonId: id, revision: 2, status: ContentRequestStatus.pending, correlationId: 'the-edit' },
    ...{ input: before.input, metadata: before.metadata },
  });
  const { id: editId } = answer.json;
  expect(answer.headers.get('location')).toBe(`${requestsPath}/${editId}`);
  expect((await read(editId)).json).toEqual({ ...shortLesson, title: 'Push back', revision: 2 });
  await api.drive(editId);
  const done = await api.call<RequestView>('GET', `${requestsPath}/${editId}`);
  expect(done.json.status).toBe(ContentRequestStatus.completed);
  expect((await api.call<RequestView>('GET', `${requestsPath}/${id}`)).json).toEqual(before);
  const events = await api.db.requestEvent.findMany({
    where: { requestId: editId },
    orderBy: { seq: 'asc' },
  });
  expect(events.slice(0, 3).map(({ type, data }) => [type, (data as { stage?: string }).stage])).toEqual([
    ['request.created', undefined],
    ['stage.completed', PipelineStage.validation],
    ['request.progress', PipelineStage.validation],
  ]);
});

test('all revisions of a lesson are listed, whichever of them is asked', async () => {
  const id = await lesson();
  const second = (await put(id, retitled('Two'))).json.id;
  await api.drive(second);
  const third = (await put(second, retitled('Three'))).json.id;
  for (const each of [id, second, third]) {
    const { json } = await api.call('GET', `${requestsPath}/${each}/revisions`);
    expect(json).toMatchObject({
      items: [
        { revision: 1, id, status: ContentRequestStatus.completed, completedAt: expect.any(String) },
        { revision: 2, id: second, status: ContentRequestStatus.completed },
        { revision: 3, id: third, status: ContentRequestStatus.pending, url: `${requestsPath}/${third}` },
      ],
    });
  }
});

describe('an edit that is no news', () => {
  test('the script as it was, in whatever order, answers with the request that has it', async () => {
    const id = await lesson();
    const { revision: _, ...shown } = (await read(id)).json;
    const reversed = Object.fromEntries(Object.entries(shown).reverse());
    const answer = await put(id, reversed);
    expect([answer.status, answer.json.id]).toEqual([200, id]);
    expect(answer.headers.get('location')).toBe(`${requestsPath}/${id}`);
    expect(await api.db.contentRequest.count({ where: { lessonId: id } })).toBe(0);
  });

  test('the same edit again answers with the revision it made', async () => {
    const id = await lesson();
    const first = await put(id, retitled('Once'));
    const again = await put(id, retitled('Once'));
    expect([again.status, again.json.id]).toEqual([200, first.json.id]);
  });

  test('with an idempotency key it is the same call, and with another script another', async () => {
    const id = await lesson();
    const key = { 'idempotency-key': `edit-${id}` };
    const first = await put(id, retitled('Keyed'), key);
    const again = await put(id, retitled('Keyed'), key);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([202, 'true']);
    expect(again.json.id).toBe(first.json.id);
    expect((await refused(id, retitled('Other'), key)).json.code).toBe('idempotency_key_reused');
    expect((await refused(await lesson(), retitled('Keyed'), key)).json.code).toBe('idempotency_key_reused');
  });
});

describe('a conflict', () => {
  test('a lesson that is being made cannot be edited', async () => {
    const id = await api.submit({ query: 'Explain a toy that is made' });
    expect((await refused(id, shortLesson)).json.code).toBe('request_not_finished');
    await api.drive(id, 3);
    const { status, json } = await refused(id, retitled('Too early'));
    expect([status, json.code]).toEqual([409, 'request_not_finished']);
  });

  test('only the newest revision can be edited, and the answer says which it is', async () => {
    const id = await lesson();
    const second = (await put(id, retitled('Two'))).json.id;
    const { status, json } = await refused(id, retitled('Two of mine'));
    expect([status, json.code]).toEqual([409, 'newer_revision_exists']);
    expect(json.newest).toEqual({ id: second, revision: 2, url: `${requestsPath}/${second}` });
  });

  test('of ten edits at once one is made, the others learn which', async () => {
    const id = await lesson();
    const answers = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => refused(id, retitled(`Edit ${String(index)}`))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([202, ...Array<number>(9).fill(409)]);
    const [made, ...more] = await api.db.contentRequest.findMany({ where: { lessonId: id } });
    expect(more).toEqual([]);
    const others = answers.filter(({ status }) => status === 409);
    expect(new Set(others.map(({ json }) => json.newest?.id))).toEqual(new Set([made?.id]));
  });

  test('of ten equal edits at once all are answered with the one revision', async () => {
    const id = await lesson();
    const answers = await Promise.all(Array.from({ length: 10 }, async () => put(id, retitled('Equal'))));
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
  });

  test('a script that changed since is not edited by mistake', async () => {
    const id = await lesson();
    const etag = (await read(id)).headers.get('etag') ?? '';
    for (const stale of ['"other"', `W/${etag}`]) {
      const { status, json } = await refused(id, retitled('Blind'), { 'if-match': stale });
      expect([status, json.code]).toEqual([412, 'script_changed']);
    }
    const numbered = await refused(id, { ...retitled('Blind'), revision: 2 });
    expect([numbered.status, numbered.json.code]).toEqual([412, 'script_changed']);
    const { status } = await put(
      id,
      { ...retitled('Seen'), revision: 1 },
      { 'if-match': `"other", ${etag}` },
    );
    expect(status).toBe(202);
  });
});

describe('a request that did not complete', () => {
  test('one that failed after its script was written is edited like another', async () => {
    api.behaviour.video_processing = async () => Promise.reject(new PermanentError('broken', 'It broke.'));
    const id = await lesson({ modalities: [Modality.video] });
    expect((await api.db.contentRequest.findUniqueOrThrow({ where: { id } })).status).toBe(
      ContentRequestStatus.failed,
    );
    expect((await put(id, retitled('Mended'))).status).toBe(202);
  });

  test('one that never had a script has none to edit', async () => {
    api.behaviour.validation = async () => Promise.reject(new PermanentError('out_of_scope', 'No.'));
    const id = await lesson();
    const { status, json } = await refused(id, shortLesson);
    expect([status, json.code]).toEqual([404, 'script_not_found']);
  });

  test('a cancelled revision does not end the lesson: its script can be sent again', async () => {
    const id = await lesson();
    const second = (await put(id, retitled('Two'))).json.id;
    await api.call('POST', `${requestsPath}/${second}/cancel`);
    expect((await refused(id, retitled('Two'))).json).toMatchObject({
      ...{ code: 'newer_revision_exists', newest: { id: second } },
    });
    const third = await put(second, retitled('Two'));
    expect([third.status, third.json.revision]).toEqual([202, 3]);
    await api.drive(third.json.id);
    expect((await api.call<RequestView>('GET', `${requestsPath}/${third.json.id}`)).json.status).toBe(
      ContentRequestStatus.completed,
    );
  });
});

describe('a refused script', () => {
  let id: string;
  beforeAll(async () => {
    id = await lesson();
  });
  afterAll(async () => {
    expect(await api.db.contentRequest.count({ where: { lessonId: id } })).toBe(0);
  });

  test('that breaks lesson rules is answered with each rule and where', async () => {
    const [hook, ...rest] = shortLesson.scenes;
    const sentences = hook?.sentences.map((s) => ({ ...s, origin: 'library', sources: [] }));
    const { status, json } = await refused(id, { ...shortLesson, scenes: [{ ...hook, sentences }, ...rest] });
    expect([status, json.code]).toEqual([422, 'lesson_rules_broken']);
    const where = { sceneId: 'hook', sentenceId: 'hook.s1' };
    expect(json.findings).toContainEqual(
      expect.objectContaining({ rule: 8, name: 'sentence_without_source', ...where }),
    );
  });

  test('whose cues lost their words names them', async () => {
    const { json } = await refused(
      id,
      withSentences('recap', () => 'You win.'),
    );
    expect(json.findings).toContainEqual({
      ...{ rule: 14, name: 'cue_off_its_word', sceneId: 'recap' },
      message: expect.stringContaining('pairs'),
    });
  });

  test('that cites what the lesson does not rest on is refused', async () => {
    const [hook, ...rest] = shortLesson.scenes;
    const sentences = hook?.sentences.map((s) => ({ ...s, origin: 'library', sources: ['made/up'] }));
    const { json } = await refused(id, { ...shortLesson, scenes: [{ ...hook, sentences }, ...rest] });
    expect(json.findings).toContainEqual(expect.objectContaining({ rule: 8, name: 'unknown_source' }));
  });

  test.each([
    ['a field is missing', { ...shortLesson, title: undefined }, 'title'],
    ['a field is misspelt', { ...shortLesson, titel: 'x' }, 'titel'],
    ['the grade is another', { ...shortLesson, gradeLevel: 7 }, 'gradeLevel'],
    ['the sources are others', { ...shortLesson, sources: [] }, 'sources'],
    ['there are three scenes', { ...shortLesson, scenes: shortLesson.scenes.slice(1) }, 'scenes'],
    [
      'two scenes have one id',
      { ...shortLesson, scenes: shortLesson.scenes.map((scene) => ({ ...scene, id: 'hook' })) },
      'scenes.1.id',
    ],
    ['there is a NUL in it', retitled('Push\0'), 'title'],
    ['there is half a surrogate pair in it', retitled('Push \ud83c'), 'title'],
    ['there is a line end in it', retitled('Push\nback'), 'title'],
  ])('because %s names the field', async (_why, script, path) => {
    const { status, json } = await refused(id, script);
    expect([status, json.code]).toEqual([400, 'validation_failed']);
    expect(json.errors?.map((error) => error.path)).toContain(path);
  });

  test('because it is larger than any script is not read to the end', async () => {
    const { status, json } = await refused(id, { ...shortLesson, topic: 'x'.repeat(1_100_000) });
    expect([status, json.code]).toEqual([413, 'body_too_large']);
  });
});
