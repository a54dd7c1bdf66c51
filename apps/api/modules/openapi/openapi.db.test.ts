import { validate } from '@readme/openapi-parser';
import { endpointsOf } from '../../app.ts';
import { problemsOf } from '../../http/endpoint.ts';
import { problems, type ProblemCode } from '../../http/problems.ts';
import { startApi, type Api } from '../../test/harness.ts';

interface Operation {
  operationId: string;
  description?: string;
  security: object[];
  parameters?: { in: string; name: string; required?: boolean; schema: Record<string, unknown> }[];
  responses: Record<string, { description: string; content?: Record<string, unknown> }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, { properties?: Record<string, Record<string, unknown>>; required?: string[] }>;
  };
}

let api: Api;
let document: Document;
beforeAll(async () => {
  api = await startApi();
  document = (await api.call<Document>('GET', '/openapi.json', { key: null })).json;
});
afterAll(async () => api.close());

test('the document is valid OpenAPI 3.1', async () => {
  expect(document).toMatchObject({ openapi: '3.1.0' });
  const result = await validate(structuredClone(document) as never);
  expect(result).toMatchObject({ valid: true, warnings: [] });
});

test('every route is in it, with its security', () => {
  const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(
      ([method, { security }]) => `${method} ${path} ${security.length > 0 ? 'api_key' : 'public'}`,
    ),
  );
  const routed = endpointsOf(api.deps).map(({ method, path, access }) => `${method} ${path} ${access}`);
  expect(documented.sort()).toEqual(routed.sort());
});

test('every error code of every route is documented at its status', () => {
  for (const route of endpointsOf(api.deps)) {
    const operation = document.paths[route.path]?.[route.method];
    for (const code of problemsOf(route)) {
      const response = operation?.responses[problems[code].status];
      expect(response?.description).toContain(`\`${code}\``);
      expect(response?.content).toHaveProperty(['application/problem+json']);
    }
  }
});

test('every error code is in the table, and has a page', async () => {
  const table = document.paths['/problems/{code}']?.['get']?.description;
  for (const [code, { status, title }] of Object.entries(problems)) {
    expect(table).toContain(`| \`${code}\` | ${String(status)} |`);
    const page = await api.call('GET', `/problems/${code}`, { key: null });
    expect(page.json).toMatchObject({ type: `/problems/${code}`, code, status, title });
  }
  expect((await api.call('GET', '/problems/toString', { key: null })).status).toBe(404);
});

test('every error that can be answered belongs to a route or to what is no route', () => {
  const routed = new Set(endpointsOf(api.deps).flatMap(problemsOf));
  const rest = (Object.keys(problems) as ProblemCode[]).filter((code) => !routed.has(code));
  expect(rest).toEqual(['method_not_allowed']);
});

test('the schema of a request says what the contract says', () => {
  const { properties, required } = document.components.schemas['NewContentRequest'] ?? {};
  expect(required).toEqual(['query']);
  expect(properties).toMatchObject({
    query: { type: 'string', minLength: 5, maxLength: 500 },
    gradeLevel: { type: 'integer', minimum: 1, maximum: 12 },
    interest: { type: 'string', minLength: 1, maxLength: 100 },
    modalities: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      default: ['video'],
      items: { enum: ['text', 'audio', 'video'] },
    },
    durationSeconds: { type: 'integer', minimum: 30, maximum: 600, default: 90 },
    aspectRatio: { enum: ['16:9', '9:16', '1:1'], default: '16:9' },
    voice: { type: 'string' },
    priority: {
      ...{ type: 'integer', minimum: 0, maximum: 9, default: 0 },
      description: expect.stringContaining('only among your organization’s own requests'),
    },
    metadata: { type: 'object', additionalProperties: true },
  });
});

test('parameters and the event stream are documented', () => {
  const list = document.paths['/api/v1/content-requests']?.['get'];
  expect(list?.parameters?.map(({ name, schema }) => [name, schema['type']])).toEqual([
    ['limit', 'integer'],
    ['cursor', 'string'],
    ['status', 'array'],
    ['createdAfter', 'string'],
  ]);
  const create = document.paths['/api/v1/content-requests']?.['post'];
  expect(create?.parameters).toMatchObject([{ in: 'header', name: 'Idempotency-Key' }]);
  const events = document.paths['/api/v1/content-requests/{id}/events']?.['get'];
  expect(events?.responses['200']?.content).toHaveProperty(['text/event-stream']);
});

test('the page to try it is served from here, with what it needs and no more', async () => {
  const page = await api.call('GET', '/docs', { key: null });
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain('upgrade-insecure-requests');
  const loaded = [...page.bytes.toString().matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) =>
    String(path),
  );
  expect(loaded).toHaveLength(4);
  for (const path of loaded) {
    expect(path).toMatch(/^\/docs\//);
    const asset = await api.call('GET', path, { key: null });
    expect([path, asset.status]).toEqual([path, 200]);
    expect(asset.bytes.length).toBeGreaterThan(50);
  }
  expect((await api.call('GET', '/docs/package.json', { key: null })).status).toBe(404);
});
