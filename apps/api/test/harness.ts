import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { createApiKey, Modality, poolConfig, type Database } from '@vividly/db';
import { migrationNames } from '@vividly/db/migrate';
import { contractsOf, type EngineDeps } from '@vividly/engine';
import { createMetrics } from '@vividly/observability';
import { whyNoLogo } from '@vividly/media';
import { createFliteEngine } from '@vividly/providers';
import { createFileStorage, type ObjectStorage } from '@vividly/providers/storage';
import { createTestDatabase, testRedis } from '@vividly/testing';
import { createApp, endpointsOf, type AppDeps } from '../app.ts';
import { problemsOf, type Endpoint } from '../http/endpoint.ts';
import { listen, type ServerTimeouts } from '../http/server.ts';
import type { RequestView } from '../modules/content-requests/schema.ts';
import { startEventFeed } from '../modules/events/feed.ts';
import { problemSchema } from '../modules/openapi/problem-schema.ts';
import {
  drive,
  lessonFiles,
  toyEngine,
  toyScriptOf,
  type Behaviour,
  type LessonFiles,
} from './toy-pipeline.ts';

export interface Tenant {
  organizationId: string;
  userId: string;
  key: string;
}

export interface LogLine {
  level: string;
  fields: Record<string, unknown>;
  message: string;
}

export interface CallOptions {
  /** API key; the first tenant's when left out, none when null. */
  key?: string | null;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is. */
  body?: string | Buffer;
}

/** A running API over its own database and storage directory, with two organizations. */
export interface Api {
  url: string;
  deps: AppDeps;
  db: Database;
  databaseUrl: string;
  storage: ObjectStorage;
  storageRoot: string;
  ours: Tenant;
  theirs: Tenant;
  engine: EngineDeps;
  behaviour: Behaviour;
  logs: LogLine[];
  /** Asks the API; every answer is held against its documentation. */
  call<T = Record<string, unknown>>(method: string, path: string, options?: CallOptions): Promise<Answer<T>>;
  /** POSTs a request for a lesson in text, which has the fewest tasks, and returns its id. */
  submit(body?: Record<string, unknown>, options?: CallOptions): Promise<string>;
  /** Lets the engine work on a request. */
  drive(requestId: string, tasks?: number): Promise<void>;
  stop(): void;
  close(): Promise<void>;
}

export interface Answer<T = unknown> {
  status: number;
  headers: Headers;
  bytes: Buffer;
  /** The parsed body; an empty object when it is not JSON. */
  json: T;
}

export interface ApiOptions {
  /** Replaces dependencies. */
  deps?: Partial<AppDeps>;
  timeouts?: ServerTimeouts;
  /** What every lesson is made of. */
  lesson?: LessonFiles;
}

export const requestsPath = '/api/v1/content-requests';

export async function startApi(options: ApiOptions = {}): Promise<Api> {
  const database = await createTestDatabase();
  const { db } = database;
  const storageRoot = await mkdtemp(join(tmpdir(), 'vividly-api-'));
  const storage = options.deps?.storage ?? createFileStorage({ root: storageRoot });
  const redis = new Redis(testRedis().url);
  const feed = startEventFeed({
    connection: poolConfig(database.url),
    reconnectMs: 50,
    onError: () => undefined,
  });
  const stopping = new AbortController();
  const behaviour: Behaviour = {};
  const engine = toyEngine(db, { storage, behaviour, lesson: options.lesson ?? lessonFiles });
  const logs: LogLine[] = [];
  const log = (level: string) => (fields: object, message: string) => {
    logs.push({ level, fields: fields as Record<string, unknown>, message });
  };
  const deps: AppDeps = {
    db,
    storage,
    redis,
    contracts: contractsOf(engine.stages),
    voices: [createFliteEngine()],
    checkLogo: whyNoLogo,
    missingFiles: engine.missingFiles,
    writtenScriptOf: (context) => toyScriptOf(engine, context),
    feed,
    logger: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
    metrics: createMetrics(),
    build: { version: '1.2.3', commit: 'abcdef0', schemaVersion: migrationNames().at(-1) ?? '' },
    stopping: stopping.signal,
    ...options.deps,
  };
  const endpoints = endpointsOf(deps);
  const server = await listen(createApp(deps), { host: '127.0.0.1', port: 0 }, options.timeouts);
  const ours = await createTenant(db, 'ours');
  const theirs = await createTenant(db, 'theirs');

  const call = async <T>(
    method: string,
    path: string,
    { key = ours.key, headers = {}, json, body }: CallOptions = {},
  ): Promise<Answer<T>> => {
    const response = await fetch(server.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      ...(body !== undefined && { body }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const isJson = response.headers.get('content-type')?.includes('json') === true && bytes.length > 0;
    const parsed = (isJson ? JSON.parse(bytes.toString()) : {}) as T;
    const answer = { status: response.status, headers: response.headers, bytes, json: parsed };
    checkAgainstDocs(endpoints, method, path, answer);
    return answer;
  };

  return {
    url: server.url,
    deps,
    db,
    databaseUrl: database.url,
    storage,
    storageRoot,
    ours,
    theirs,
    engine,
    behaviour,
    logs,
    call,
    async submit(body = {}, callOptions = {}) {
      const answer = await call<RequestView>('POST', requestsPath, {
        json: { query: 'Explain toys', modalities: [Modality.text], ...body },
        ...callOptions,
      });
      expect(answer.status).toBe(202);
      return answer.json.id;
    },
    drive: async (requestId, tasks) => drive(engine, requestId, tasks),
    stop: () => {
      stopping.abort();
    },
    async close() {
      stopping.abort();
      await server.close(1_000);
      await feed.close();
      redis.disconnect();
      await database.drop();
      await rm(storageRoot, { recursive: true, force: true });
    },
  };
}

async function createTenant(db: Database, slug: string): Promise<Tenant> {
  const { id: organizationId } = await db.organization.create({ data: { slug, name: slug } });
  const { id: userId } = await db.user.create({
    data: { organizationId, email: `${slug}@example.org`, name: slug },
  });
  const { key } = await createApiKey(db, { organizationId, userId, name: 'test' });
  return { organizationId, userId, key };
}

/** Every answer must be one that the route documents: status, error code, and the fields of the body to the last. */
function checkAgainstDocs(
  endpoints: readonly Endpoint[],
  method: string,
  path: string,
  answer: Answer,
): void {
  const [pathname = ''] = path.split('?');
  const documented = endpoints.find(
    (each) =>
      (each.method === method.toLowerCase() || (each.method === 'get' && method === 'HEAD')) &&
      new RegExp(`^${each.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
  );
  expect(answer.headers.get('x-request-id')).toMatch(/.+/);
  if (answer.status >= 400) {
    if (method === 'HEAD') return;
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const problem = problemSchema.parse(answer.json);
    expect(problem).toMatchObject({
      status: answer.status,
      instance: pathname,
      requestId: answer.headers.get('x-request-id'),
    });
    if (documented) expect(problemsOf(documented)).toContain(problem.code);
    return;
  }
  if (!documented) return;
  const declared = documented.answers[answer.status];
  expect(declared).toBeDefined();
  const schema = declared?.content?.['application/json']?.schema;
  if (schema && method !== 'HEAD') expect(schema.parse(answer.json)).toEqual(answer.json);
}
