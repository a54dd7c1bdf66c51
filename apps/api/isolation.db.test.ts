import { NeedsLearnerError, PermanentError } from '@vividly/engine';
import { Modality, UserRole } from '@vividly/db';
import { voicesPath } from './http/paths.ts';
import { endpointsOf } from './app.ts';
import { shortLesson } from '../../packages/pipeline/test/lesson.ts';
import { requestsPath, startApi, type Api } from './test/harness.ts';

/** Another organization must not see, change or even learn of a request: every route that takes an id, for every state. */

let api: Api;
const ids: Record<'completed' | 'failed' | 'asking' | 'fresh', string> = {
  completed: '',
  failed: '',
  asking: '',
  fresh: '',
};

beforeAll(async () => {
  api = await startApi();
  ids.completed = await api.submit({ query: 'Explain the completed', modalities: [Modality.video] });
  await api.drive(ids.completed);
  api.behaviour.validation = async () => {
    throw new PermanentError('out_of_scope', 'Not something to learn.');
  };
  ids.failed = await api.submit({ query: 'Explain the failed' });
  await api.drive(ids.failed);
  api.behaviour.validation = async () => {
    throw new NeedsLearnerError(['Which?'], 'Several.');
  };
  ids.asking = await api.submit({ query: 'Explain the vague' });
  await api.drive(ids.asking);
  delete api.behaviour.validation;
  ids.fresh = await api.submit({ query: 'Explain the fresh' });
});
afterAll(async () => api.close());

const everything = async () =>
  api.db.contentRequest.findMany({
    orderBy: { id: 'asc' },
    include: { stages: true, tasks: true, events: true },
  });

test('every route with an id answers the other organization as if there were none', async () => {
  const before = await everything();
  const routes = endpointsOf(api.deps).filter(
    ({ path }) => path.startsWith(requestsPath) && path.includes('{id}'),
  );
  expect(routes.map(({ operationId }) => operationId).sort()).toEqual([
    'answerClarification',
    'cancelContentRequest',
    'editScript',
    'getArtifact',
    'getContentRequest',
    'getScript',
    'listArtifacts',
    'listRevisions',
    'retryContentRequest',
    'streamContentRequestEvents',
  ]);
  const bodies: Record<string, unknown> = {
    answerClarification: { answer: 'This one' },
    editScript: shortLesson,
  };
  for (const { method, path, input, operationId } of routes)
    for (const id of Object.values(ids)) {
      const at = path.replace('{id}', id).replace('{kind}', 'video');
      const body = input?.body ? { json: bodies[operationId] } : {};
      const theirs = await api.call(method.toUpperCase(), at, { key: api.theirs.key, ...body });
      const nobodys = await api.call(
        method.toUpperCase(),
        at.replace(id, '0190a0a0-0000-7000-8000-000000000000'),
        { key: api.theirs.key, ...body },
      );
      expect([theirs.status, theirs.json['code']]).toEqual([404, 'request_not_found']);
      expect(theirs.json['detail']).toBe(`There is no content request ${id}.`);
      expect(nobodys.status).toBe(404);
    }
  expect(await everything()).toEqual(before);
});

test("another organization's admin is answered as if there were no dead letter, a learner that it is not theirs to ask", async () => {
  const letter = await api.db.deadLetter.findFirstOrThrow({ where: { requestId: ids.failed } });
  const routes = endpointsOf(api.deps).filter(
    // The voices of the installation belong to nobody.
    ({ path }) =>
      path.includes('{id}') && ![requestsPath, voicesPath].some((prefix) => path.startsWith(prefix)),
  );
  expect(routes.map(({ operationId }) => operationId).sort()).toEqual([
    'discardDeadLetter',
    'getDeadLetter',
    'redriveDeadLetter',
  ]);
  const answers = async (key: string) =>
    Promise.all(
      routes.map(async ({ method, path }) => {
        const { json } = await api.call(method.toUpperCase(), path.replace('{id}', letter.id), { key });
        return json['code'];
      }),
    );
  expect(await answers(api.ours.key)).toEqual(routes.map(() => 'forbidden'));
  await api.db.user.update({ where: { id: api.theirs.userId }, data: { role: UserRole.admin } });
  expect(await answers(api.theirs.key)).toEqual(routes.map(() => 'dead_letter_not_found'));
  const list = await api.call('GET', '/api/v1/admin/dead-letters?state=all', { key: api.theirs.key });
  expect(list.json).toEqual({ items: [], nextCursor: null });
  expect(await api.db.deadLetter.findUniqueOrThrow({ where: { id: letter.id } })).toEqual(letter);
});

test('every route with an id wants a key', async () => {
  for (const { method, path } of endpointsOf(api.deps).filter(({ access }) => access === 'api_key')) {
    const at = path.replace('{id}', ids.completed).replace('{kind}', 'video');
    expect((await api.call(method.toUpperCase(), at, { key: null })).status).toBe(401);
  }
});

test('the other organization lists none of ours', async () => {
  const { json } = await api.call('GET', requestsPath, { key: api.theirs.key });
  expect(json).toEqual({ items: [], nextCursor: null });
});
