import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import getPort from 'get-port';
import { createApiKey, type Database } from '@vividly/db';
import { loadLibrary } from '@vividly/knowledge/library';
import { seed } from '@vividly/seed';
import { createTestDatabase, testRedis, until } from '@vividly/testing';

const root = join(dirname(createRequire(import.meta.url).resolve('@vividly/cli/package.json')), '../..');

/** The built program of an app. */
export function builtApp(app: 'api' | 'worker'): string {
  return join(root, 'apps', app, 'dist/main.js');
}

/** A request as the API shows it, as far as the tests read it. */
export interface RequestView {
  id: string;
  status: string;
  progressPercentage: number;
  awaitingClarification: boolean;
  clarification?: { questions: string[] };
  stages: { stage: string; status: string; tasksTotal: number; tasksDone: number }[];
  result?: {
    title: string;
    durationSeconds: number;
    cached: boolean;
    providers: Record<string, string | null>;
    artifacts: { kind: string; url: string; bytes: number; sha256: string; contentType: string }[];
  };
  error?: { code: string; message: string; retryable: boolean; stage: string };
  createdAt: string;
  completedAt?: string;
}

/** The built system on the run's real PostgreSQL and Redis: one API process, and workers as children. */
export interface System {
  url: string;
  db: Database;
  key: string;
  /** Starts a worker process; `env` overrides its environment. */
  startWorker(env?: Record<string, string>): ChildProcess;
  call(method: string, path: string, options?: { body?: unknown; key?: string }): Promise<Response>;
  submit(body: Record<string, unknown>): Promise<RequestView>;
  get(id: string): Promise<RequestView>;
  /** The request once `seen` holds for it. */
  when(
    id: string,
    what: string,
    seen: (request: RequestView) => boolean,
    timeoutMs?: number,
  ): Promise<RequestView>;
  /** A key of another organization. */
  strangersKey(): Promise<string>;
  close(): Promise<void>;
}

/** Starts the API over a database of its own and waits until it is ready. Workers are started by the tests. */
export async function startSystem(): Promise<System> {
  const database = await createTestDatabase();
  const { db } = database;
  await seed(db, loadLibrary());
  const key = await keyFor(db, 'demo');
  const redis = testRedis();
  const storageDir = mkdtempSync(join(tmpdir(), 'vividly-e2e-'));
  const port = await getPort();
  const url = `http://127.0.0.1:${String(port)}`;
  const common = {
    PATH: process.env['PATH'] ?? '',
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    QUEUE_PREFIX: redis.prefix,
    STORAGE_DIR: storageDir,
    LOG_LEVEL: 'warn',
  };
  const children: ChildProcess[] = [];
  const run = (app: 'api' | 'worker', env: Record<string, string>): ChildProcess => {
    const child = spawn(process.execPath, [builtApp(app)], {
      env: { ...common, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    children.push(child);
    return child;
  };
  run('api', { API_PORT: String(port) });
  await until(
    'the API is ready',
    async () => (await fetch(`${url}/health/ready`).catch(() => null))?.ok === true,
    60_000,
  );

  const call: System['call'] = async (method, path, { body, key: other = key } = {}) =>
    fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${other}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const get = async (id: string) =>
    (await call('GET', `/api/v1/content-requests/${id}`)).json() as Promise<RequestView>;
  return {
    url,
    db,
    key,
    call,
    get,
    startWorker: (env = {}) => run('worker', { RENDER_HEIGHT: '360', TASK_LEASE_SECONDS: '4', ...env }),
    async submit(body) {
      const answer = await call('POST', '/api/v1/content-requests', { body });
      if (answer.status !== 202)
        throw new Error(`the API answered ${String(answer.status)}: ${await answer.text()}`);
      return (await answer.json()) as RequestView;
    },
    when: async (id, what, seen, timeoutMs = 180_000) =>
      until(
        `request ${id} ${what}`,
        async () => {
          const request = await get(id);
          return seen(request) && request;
        },
        timeoutMs,
      ),
    strangersKey: async () => keyFor(db, 'strangers'),
    async close() {
      await Promise.all(children.map(stop));
      await database.drop();
      rmSync(storageDir, { recursive: true, force: true });
    },
  };
}

async function keyFor(db: Database, slug: string): Promise<string> {
  const organization = await db.organization.upsert({
    where: { slug },
    create: { slug, name: slug },
    update: {},
  });
  const email = `${slug}@e2e.invalid`;
  const user = await db.user.create({ data: { organizationId: organization.id, email, name: slug } });
  const { key } = await createApiKey(db, { organizationId: organization.id, userId: user.id, name: 'e2e' });
  return key;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
