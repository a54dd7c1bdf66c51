import { setImmediate } from 'node:timers/promises';
import { createDatabase } from '@vividly/db';
import type { ObjectStorage } from '@vividly/providers/storage';
import { createApp, type AppDeps } from '../../app.ts';
import { listen } from '../../http/server.ts';
import { startApi, type Api } from '../../test/harness.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => api.close());

/** Asks for readiness with some dependencies replaced. */
async function readiness(overrides: Partial<AppDeps>) {
  const app = createApp({ ...api.deps, readiness: { timeoutMs: 200, ttlMs: 0 }, ...overrides });
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  const startedAt = Date.now();
  const answer = await fetch(`${server.url}/health/ready`);
  const body = (await answer.json()) as { code?: string; checks: Record<string, unknown> };
  const tookMs = Date.now() - startedAt;
  await server.close(0);
  return { status: answer.status, headers: answer.headers, body, tookMs };
}

const storageThat = (check: () => Promise<void>): ObjectStorage => ({ ...api.storage, check });

test('health names version, commit and schema version', async () => {
  const { status, json } = await api.call('GET', '/health', { key: null });
  expect(status).toBe(200);
  expect(json).toEqual({
    status: 'ok',
    version: '1.2.3',
    commit: 'abcdef0',
    schemaVersion: expect.stringMatching(/^\d{14}_/),
  });
});

test('it is ready when everything answers', async () => {
  const { status, json } = await api.call('GET', '/health/ready', { key: null });
  expect(status).toBe(200);
  expect(json).toEqual({
    status: 'ok',
    checks: { database: { ok: true }, redis: { ok: true }, storage: { ok: true } },
  });
});

test('a database that is gone makes it unready, without a word about where it is', async () => {
  const db = createDatabase('postgresql://nobody:secret@127.0.0.1:1/none');
  const { status, headers, body } = await readiness({ db, readiness: { timeoutMs: 2_000, ttlMs: 0 } });
  await db.$disconnect();
  expect(status).toBe(503);
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(headers.get('retry-after')).toBe('5');
  expect(body).toMatchObject({
    code: 'not_ready',
    checks: { database: { ok: false }, redis: { ok: true }, storage: { ok: true } },
  });
  expect(JSON.stringify(body)).not.toMatch(/secret|127\.0\.0\.1/);
  expect(api.logs.some(({ fields }) => fields['check'] === 'database')).toBe(true);
});

test('a database without the newest migration makes it unready', async () => {
  const { status, body } = await readiness({
    build: { ...api.deps.build, schemaVersion: '29990101000000_future' },
  });
  expect(status).toBe(503);
  expect(body.checks['database']).toEqual({
    ok: false,
    reason: 'migration 29990101000000_future is not applied',
  });
});

test('a Redis that may drop jobs makes it unready', async () => {
  const { status, body } = await readiness({
    redis: { info: async () => Promise.resolve('maxmemory:0\r\nmaxmemory_policy:allkeys-lru\r\n') },
  });
  expect(status).toBe(503);
  expect(body.checks['redis']).toEqual({
    ok: false,
    reason: 'maxmemory-policy is allkeys-lru and must be noeviction',
  });
});

test('a storage that fails, and one that hangs, make it unready in time', async () => {
  const failing = await readiness({
    storage: storageThat(async () =>
      Promise.reject(Object.assign(new Error('/secret/path'), { code: 'storage_unavailable' })),
    ),
  });
  expect([failing.status, failing.body.checks['storage']]).toEqual([
    503,
    { ok: false, reason: 'storage_unavailable' },
  ]);
  let finish: () => void = () => undefined;
  const hanging = await readiness({
    storage: storageThat(
      async () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    ),
  });
  finish();
  expect([hanging.status, hanging.body.checks['storage']]).toEqual([
    503,
    { ok: false, reason: 'no answer within 200 ms' },
  ]);
  expect(hanging.tookMs).toBeLessThan(2_000);
});

test('a check under way serves everyone who asks', async () => {
  let checks = 0;
  const storage = storageThat(async () => {
    checks += 1;
    await setImmediate();
  });
  const server = await listen(
    createApp({ ...api.deps, storage, readiness: { timeoutMs: 2_000, ttlMs: 60_000 } }),
    { host: '127.0.0.1', port: 0 },
  );
  const answers = await Promise.all(
    Array.from({ length: 10 }, async () => fetch(`${server.url}/health/ready`)),
  );
  await Promise.all(answers.map(async (answer) => answer.arrayBuffer()));
  await server.close(0);
  expect(answers.map(({ status }) => status)).toEqual(Array<number>(10).fill(200));
  expect(checks).toBe(1);
});

test('the metrics are served as Prometheus reads them', async () => {
  const { status, headers, bytes } = await api.call('GET', '/metrics', { key: null });
  expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  expect(bytes.toString()).toContain('vividly_http_request_seconds_bucket');
});
