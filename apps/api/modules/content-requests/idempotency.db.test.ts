import { requestsPath, startApi, type Api, type CallOptions } from '../../test/harness.ts';
import type { RequestView } from './schema.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => api.close());

const post = async (key: string, body: object = {}, options: CallOptions = {}) =>
  api.call<RequestView>('POST', requestsPath, {
    json: { query: 'Explain gravity', ...body },
    headers: { 'idempotency-key': key },
    ...options,
  });

test('the same key and body give the same request, whatever was left to its default', async () => {
  const first = await post('same', { metadata: { a: 1, b: 2 } });
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  const second = await post('same', { metadata: { b: 2, a: 1 }, durationSeconds: 90 });
  expect(second.status).toBe(202);
  expect(second.headers.get('idempotent-replayed')).toBe('true');
  expect(second.headers.get('location')).toBe(first.headers.get('location'));
  expect(second.json).toEqual(first.json);
});

test('the same key with another body is refused and makes nothing', async () => {
  const { json } = await post('other');
  const before = await api.db.contentRequest.count();
  const second = await post('other', { gradeLevel: 5 });
  expect(second.status).toBe(409);
  expect(second.json).toMatchObject({
    code: 'idempotency_key_reused',
    detail: expect.stringContaining(json.id),
  });
  expect(await api.db.contentRequest.count()).toBe(before);
});

test('a refused body leaves the key free', async () => {
  expect((await post('free', { gradeLevel: 99 })).status).toBe(400);
  expect((await post('free')).status).toBe(202);
});

test('keys belong to an organization', async () => {
  const ours = await post('shared');
  const theirs = await post('shared', {}, { key: api.theirs.key });
  expect(theirs.status).toBe(202);
  expect(theirs.json.id).not.toBe(ours.json.id);
});

test('after 24 hours a key is free, and expired keys are swept', async () => {
  const first = await post('aged');
  const row = await api.db.idempotencyKey.findFirstOrThrow({ where: { key: 'aged' } });
  expect(row.expiresAt.getTime() - row.createdAt.getTime()).toBe(24 * 3_600_000);
  await post('forgotten');
  await api.db.idempotencyKey.updateMany({
    where: { key: { in: ['aged', 'forgotten'] } },
    data: { expiresAt: new Date(Date.now() - 1_000) },
  });
  const second = await post('aged', { gradeLevel: 5 });
  expect(second.status).toBe(202);
  expect(second.json.id).not.toBe(first.json.id);
  expect(await api.db.idempotencyKey.count({ where: { key: 'forgotten' } })).toBe(0);
});

test('20 at once make one request', async () => {
  const before = await api.db.contentRequest.count();
  const answers = await Promise.all(Array.from({ length: 20 }, async () => post('burst')));
  expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(202));
  expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
  expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === null)).toHaveLength(1);
  expect(await api.db.contentRequest.count()).toBe(before + 1);
  const [metric] = await api.db.requestMetric.findMany({
    where: { organizationId: api.ours.organizationId },
  });
  expect(metric?.accepted).toBe(
    await api.db.contentRequest.count({ where: { organizationId: api.ours.organizationId } }),
  );
});

test('20 at once with two bodies make one request; the other body is refused', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => post('duel', { gradeLevel: 5 + (index % 2) })),
  );
  const accepted = answers.filter(({ status }) => status === 202);
  expect(accepted).toHaveLength(10);
  expect(new Set(accepted.map(({ json }) => json.id)).size).toBe(1);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(10);
});

test.each(['', ' ', 'ümlaut', 'x'.repeat(256)])('the key %j is refused', async (key) => {
  const { status, json } = await post(key);
  expect(status).toBe(400);
  expect(json).toMatchObject({ code: 'validation_failed', errors: [{ path: 'Idempotency-Key' }] });
});

test('a key of 255 characters serves', async () => {
  expect((await post('x'.repeat(255))).status).toBe(202);
});
