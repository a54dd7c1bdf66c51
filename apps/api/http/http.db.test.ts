import { once } from 'node:events';
import { connect } from 'node:net';
import { createDatabase } from '@vividly/db';
import { until } from '@vividly/testing';
import { createApp } from '../app.ts';
import { requestsPath, startApi, type Api } from '../test/harness.ts';
import { listen } from './server.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ timeouts: { headers: 300, request: 600, keepAlive: 5_000, check: 50 } });
});
afterAll(async () => api.close());

const unknown = '0190a0a0-0000-7000-8000-000000000000';
const json = { 'content-type': 'application/json' };

describe('authentication', () => {
  test.each([
    ['no key', {}],
    ['a key of another form', { authorization: 'Bearer letmein' }],
    ['an unknown key', { authorization: `Bearer vk_${'A'.repeat(43)}` }],
    ['another scheme', { authorization: 'Basic dXNlcjpwYXNz' }],
    ['an unknown key in X-API-Key', { 'x-api-key': `vk_${'A'.repeat(43)}` }],
  ])('%s is refused with a challenge', async (_case, headers) => {
    const answer = await api.call('GET', requestsPath, { key: null, headers });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="vividly"/);
    expect(answer.json).toMatchObject({ code: 'unauthorized' });
  });

  test('the key may come as X-API-Key, and as bearer in any case', async () => {
    const { key } = api.ours;
    for (const headers of [
      { 'x-api-key': key },
      { authorization: `bearer ${key}` },
      { authorization: 'Basic eA==', 'x-api-key': key },
    ])
      expect((await api.call('GET', requestsPath, { key: null, headers })).status).toBe(200);
  });

  test('only the hash of a key is stored; a revoked key is refused at once', async () => {
    const stored = await api.db.apiKey.findFirstOrThrow({
      where: { organizationId: api.theirs.organizationId },
    });
    expect(JSON.stringify(stored)).not.toContain(api.theirs.key);
    expect(api.theirs.key.startsWith(stored.prefix)).toBe(true);
    await api.db.apiKey.update({ where: { id: stored.id }, data: { revokedAt: new Date() } });
    const { status, headers } = await api.call('GET', requestsPath, { key: api.theirs.key });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toContain('error="invalid_token"');
    await api.db.apiKey.update({ where: { id: stored.id }, data: { revokedAt: null } });
  });

  test('the last use of a key is noted at most once a minute', async () => {
    const lastUse = async () => {
      await api.call('GET', requestsPath);
      const { id, lastUsedAt } = await api.db.apiKey.findFirstOrThrow({
        where: { organizationId: api.ours.organizationId },
      });
      return { id, at: lastUsedAt?.getTime() ?? 0 };
    };
    const { id, at } = await lastUse();
    expect(Date.now() - at).toBeLessThan(60_000);
    expect((await lastUse()).at).toBe(at);
    await api.db.apiKey.update({ where: { id }, data: { lastUsedAt: new Date(Date.now() - 61_000) } });
    expect((await lastUse()).at).toBeGreaterThanOrEqual(at);
  });
});

describe('errors of any route', () => {
  test.each([
    '/',
    '/api/v1',
    '/api/v1/lessons',
    '/api/v2/content-requests',
    '/API/v1/content-requests',
    `${requestsPath}/${unknown}/nothing`,
  ])('nothing is at %s', async (path) => {
    const { status, json: body } = await api.call('GET', path, { key: null });
    expect([status, body['code'], body['instance']]).toEqual([404, 'route_not_found', path]);
  });

  test.each([
    ['DELETE', requestsPath, 'POST, GET, HEAD, OPTIONS'],
    ['PATCH', `${requestsPath}/${unknown}`, 'GET, HEAD, OPTIONS'],
    ['GET', `${requestsPath}/${unknown}/cancel`, 'POST, OPTIONS'],
    ['POST', '/health', 'GET, HEAD, OPTIONS'],
  ])('%s %s is not possible, and Allow says what is', async (method, path, allow) => {
    const { status, headers, json: body } = await api.call(method, path);
    expect([status, headers.get('allow'), body['code']]).toEqual([405, allow, 'method_not_allowed']);
    const options = await fetch(api.url + path, { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, allow]);
  });

  test.each([
    ['breaks off', '{"query": ', 400, 'malformed_json'],
    ['is a text', '"text"', 400, 'malformed_json'],
    ['is empty', '', 400, 'validation_failed'],
    ['has more than 256 KB', `{"query":"${'x'.repeat(256 * 1024)}"}`, 413, 'body_too_large'],
  ])('a body that %s answers its own error', async (_case, body, status, code) => {
    const answer = await api.call('POST', requestsPath, { body, headers: json });
    expect([answer.status, answer.json['code']]).toEqual([status, code]);
  });

  test.each([
    ['text/plain', {}],
    ['application/x-www-form-urlencoded', {}],
    ['application/json; charset=iso-8859-1', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
  ])('a body of type %s with %j is refused', async (type, headers) => {
    const answer = await api.call('POST', requestsPath, {
      body: '{"query":"Explain"}',
      headers: { 'content-type': type, ...headers },
    });
    expect([answer.status, answer.json['code']]).toEqual([415, 'unsupported_media_type']);
  });

  test('a body of 256 KB is read; one that is merely large is judged by its fields', async () => {
    const answer = await api.call('POST', requestsPath, { json: { query: 'x'.repeat(200 * 1024) } });
    expect(answer.json).toMatchObject({ code: 'validation_failed' });
  });

  test.each(['not-a-uuid', '%00', `${unknown}0`, unknown])('the id %s is not found', async (id) => {
    const { status, json: body } = await api.call('GET', `${requestsPath}/${id}`);
    expect([status, body['code']]).toEqual([404, 'request_not_found']);
  });

  test('a path that is no UTF-8 is a bad request', async () => {
    const { status, json: body } = await api.call('GET', `${requestsPath}/%ff`);
    expect([status, body['code']]).toEqual([400, 'bad_request']);
  });

  test('a fault of ours tells nothing, and is in the log under the request id', async () => {
    const broken = createApp({
      ...api.deps,
      metrics: { ...api.deps.metrics, render: async () => Promise.reject(new Error('secret detail')) },
    });
    const server = await listen(broken, { host: '127.0.0.1', port: 0 });
    const answer = await fetch(`${server.url}/metrics`, { headers: { 'x-request-id': 'find-me' } });
    const text = await answer.text();
    await server.close(0);
    expect(answer.status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({ code: 'internal_error', requestId: 'find-me' });
    expect(text).not.toContain('secret');
    expect(api.logs).toContainEqual({
      level: 'error',
      fields: expect.objectContaining({
        requestId: 'find-me',
        err: expect.objectContaining({ message: 'secret detail' }),
      }),
      message: 'request failed',
    });
  });

  test('a database that cannot be reached answers 503 with Retry-After', async () => {
    const db = createDatabase('postgresql://nobody:secret@127.0.0.1:1/none');
    const server = await listen(createApp({ ...api.deps, db }), { host: '127.0.0.1', port: 0 });
    for (const method of ['GET', 'POST']) {
      const answer = await fetch(server.url + requestsPath, {
        method,
        headers: { authorization: `Bearer ${api.ours.key}` },
      });
      const text = await answer.text();
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
      expect(JSON.parse(text)).toMatchObject({ code: 'database_unavailable' });
      expect(text).not.toMatch(/secret|127\.0\.0\.1/);
    }
    await server.close(0);
    await db.$disconnect();
  });
});

describe('every answer', () => {
  test.each([
    ['a safe one', 'from-the-client.1:2_3', true],
    ['one with blanks', 'has blanks', false],
    ['one with markup', '<script>', false],
    ['a long one', 'x'.repeat(129), false],
  ])('has an X-Request-Id: %s of the client is echoed or replaced', async (_case, given, echoed) => {
    const { headers } = await api.call('GET', '/health', { headers: { 'x-request-id': given } });
    const id = headers.get('x-request-id');
    expect(id).toMatch(/^[\w.:-]{1,128}$/);
    expect(id === given).toBe(echoed);
  });

  test('carries the security headers and does not say what serves it', async () => {
    for (const path of ['/health', '/nowhere', requestsPath]) {
      const { headers } = await api.call('GET', path);
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    }
  });

  test('is one structured log line with route, status and caller', async () => {
    api.logs.length = 0;
    await api.call('GET', `${requestsPath}/${unknown}`, { headers: { 'x-request-id': 'logged' } });
    const line = await until('the request is logged', async () =>
      api.logs.find(({ fields }) => fields['requestId'] === 'logged'),
    );
    expect(line).toEqual({
      level: 'info',
      fields: expect.objectContaining({
        requestId: 'logged',
        method: 'GET',
        route: `${requestsPath}/{id}`,
        status: 404,
        seconds: expect.any(Number),
        organizationId: api.ours.organizationId,
      }),
      message: 'http request',
    });
    expect(JSON.stringify(api.logs)).not.toContain(api.ours.key);
  });
});

describe('what never becomes a request', () => {
  /** Sends raw bytes and returns everything that comes back. */
  async function raw(bytes: string): Promise<string> {
    const { port, hostname } = new URL(api.url);
    const socket = connect({ port: Number(port), host: hostname });
    socket.setEncoding('utf8');
    let answer = '';
    socket.on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.write(bytes.replace('KEY', api.ours.key));
    await once(socket, 'close');
    return answer;
  }

  test.each([
    ['nonsense', 'nonsense\r\n\r\n', 400, 'bad_request'],
    ['headers that never end', 'GET /health HTTP/1.1\r\nHost: x\r\n', 408, 'request_timeout'],
    [
      'a body that never ends',
      `POST ${requestsPath} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer KEY\r\nContent-Length: 100\r\n\r\n{`,
      408,
      'request_timeout',
    ],
    [
      'headers of 20 KB',
      `GET /health HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
  ])('%s is answered like any other error', async (_case, bytes, status, code) => {
    const answer = await raw(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} `));
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toContain('Content-Type: application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ status, code });
  });
});
