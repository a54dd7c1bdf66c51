import { ContentRequestStatus, PipelineStage, UserRole } from '@vividly/db';
import { PermanentError } from '@vividly/engine';
import { requestsPath, startApi, type Api, type Tenant } from '../../test/harness.ts';

const lettersPath = '/api/v1/admin/dead-letters';

interface Letter {
  id: string;
  requestId: string;
  settlement?: string;
}

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => api.close());
beforeEach(async () => {
  await api.db.contentRequest.deleteMany();
  await hasRole(api.ours, UserRole.admin);
  await hasRole(api.theirs, UserRole.student);
});

const hasRole = async ({ userId }: Tenant, role: UserRole) =>
  api.db.user.update({ where: { id: userId }, data: { role } });

/** A failed request of a tenant, and its letter. */
async function failed(key: string = api.ours.key): Promise<Letter> {
  api.behaviour.script_generation = async () => {
    throw new PermanentError('disk_full', 'No space is left.');
  };
  const requestId = await api.submit({ query: `Explain ${String(Math.random())}` }, { key });
  await api.drive(requestId);
  delete api.behaviour.script_generation;
  return api.db.deadLetter.findFirstOrThrow({ where: { requestId } }) as Promise<Letter>;
}
const list = async (query = '', key = api.ours.key) =>
  api.call<{ items: Letter[]; nextCursor: string | null }>('GET', `${lettersPath}${query}`, { key });
const post = async (id: string, action: 'redrive' | 'discard', key = api.ours.key) =>
  api.call<Letter & { code?: string }>('POST', `${lettersPath}/${id}/${action}`, { key });

test.each([UserRole.student, UserRole.teacher])('a %s may not even look', async (role) => {
  const { id } = await failed();
  await hasRole(api.ours, role);
  for (const [method, path] of [
    ['GET', ''],
    ['GET', `/${id}`],
    ['POST', `/${id}/redrive`],
    ['POST', `/${id}/discard`],
  ] as const) {
    const { status, json } = await api.call(method, lettersPath + path);
    expect([status, json['code']]).toEqual([403, 'forbidden']);
  }
});

test('an admin sees the letters of their organization, a super admin of all', async () => {
  const [ours, theirs] = [await failed(), await failed(api.theirs.key)];
  expect((await list()).json.items.map(({ id }) => id)).toEqual([ours.id]);
  expect((await api.call('GET', `${lettersPath}/${theirs.id}`)).json['code']).toBe('dead_letter_not_found');
  await hasRole(api.ours, UserRole.super_admin);
  expect((await list()).json.items.map(({ id }) => id)).toEqual([theirs.id, ours.id]);
  expect((await api.call('GET', `${lettersPath}/${theirs.id}`)).status).toBe(200);
});

test('a letter tells everything that is known', async () => {
  const { id, requestId } = await failed();
  await api.db.deadLetter.update({ where: { id }, data: { stderr: 'write error: no space left' } });
  const { json } = await api.call('GET', `${lettersPath}/${id}`);
  expect(json).toMatchObject({
    ...{ id, requestId, organizationId: api.ours.organizationId, stage: PipelineStage.script_generation },
    ...{ part: 'main', reason: 'failed', code: 'disk_full', message: 'No space is left.', attempt: 1 },
    stderr: 'write error: no space left',
  });
  expect((await list()).json.items[0]).not.toHaveProperty('stderr');
});

test('the list comes in pages and is filtered', async () => {
  const letters = [await failed(), await failed(), await failed()].reverse();
  const first = (await list('?limit=2')).json;
  const second = (await list(`?limit=2&cursor=${String(first.nextCursor)}`)).json;
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(letters.map(({ id }) => id));
  expect(second.nextCursor).toBeNull();
  expect((await list('?stage=validation')).json.items).toEqual([]);
  expect((await list('?stage=script_generation&code=disk_full&reason=failed')).json.items).toHaveLength(3);
  expect((await list('?state=settled')).json.items).toEqual([]);
});

test.each([
  ['state=lost', 'state'],
  ['stage=cutting', 'stage'],
  ['reason=bad-luck', 'reason'],
  ['cursor=nonsense', 'cursor'],
  ['page=2', 'page'],
])('?%s is refused, naming the parameter', async (query, path) => {
  const { status, json } = await list(`?${query}`);
  expect(status).toBe(400);
  expect(json).toMatchObject({ code: 'validation_failed', errors: [{ path }] });
});

test('a redrive tries the request again, once', async () => {
  const { id, requestId } = await failed();
  const { status, json } = await post(id, 'redrive');
  expect(status).toBe(202);
  expect(json).toMatchObject({ id, settlement: 'redriven', settledBy: `user:${api.ours.userId}` });
  await api.drive(requestId);
  const { json: request } = await api.call('GET', `${requestsPath}/${requestId}`);
  expect(request['status']).toBe(ContentRequestStatus.completed);
  const again = await post(id, 'redrive');
  expect([again.status, again.json.code]).toEqual([409, 'dead_letter_settled']);
});

test('a discard settles it and leaves the request as it is', async () => {
  const { id, requestId } = await failed();
  const { status, json } = await post(id, 'discard');
  expect([status, json.settlement]).toEqual([200, 'discarded']);
  expect((await list()).json.items).toEqual([]);
  expect((await list('?state=settled')).json.items).toHaveLength(1);
  const { json: request } = await api.call('GET', `${requestsPath}/${requestId}`);
  expect(request['status']).toBe(ContentRequestStatus.failed);
  expect((await post(id, 'discard')).json.code).toBe('dead_letter_settled');
});

test('what the lesson did without cannot be sent again', async () => {
  api.behaviour.notification = async () => {
    throw new PermanentError('inbox_full', 'The inbox is full.');
  };
  const requestId = await api.submit();
  await api.drive(requestId);
  delete api.behaviour.notification;
  const { id } = await api.db.deadLetter.findFirstOrThrow({ where: { requestId } });
  const { status, json } = await post(id, 'redrive');
  expect([status, json.code]).toEqual([409, 'not_redrivable']);
  expect((await post(id, 'discard')).status).toBe(200);
});

test("a learner's retry settles the letter in their name", async () => {
  const { id, requestId } = await failed();
  await api.call('POST', `${requestsPath}/${requestId}/retry`);
  const { json } = await api.call('GET', `${lettersPath}/${id}`);
  expect(json).toMatchObject({ settlement: 'redriven', settledBy: `user:${api.ours.userId}` });
});
