import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Redis } from 'ioredis';
import { createTestDatabase, testRedis, type TestDatabase } from '@vividly/testing';
import { startRedis } from '@vividly/testing/embedded';
import { builtApp } from './system.ts';

let database: TestDatabase;
let scratch: string;
beforeEach(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'vividly-start-'));
  database = await createTestDatabase();
});
afterEach(async () => {
  await database.drop();
  rmSync(scratch, { recursive: true, force: true });
});

/** Starts a built process that must not come up, and returns what it says. */
async function refusal(app: 'api' | 'worker', env: Record<string, string>) {
  const child = spawn(process.execPath, [builtApp(app)], {
    cwd: scratch,
    env: { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [[code], said] = await Promise.all([once(child, 'exit'), text(child.stderr), text(child.stdout)]);
  return { code: code as number | null, said };
}

const good = () => {
  const { url, prefix } = testRedis();
  return {
    DATABASE_URL: database.url,
    REDIS_URL: url,
    QUEUE_PREFIX: prefix,
    STORAGE_DIR: scratch,
    API_PORT: '0',
  };
};

describe.each(['api', 'worker'] as const)('the %s does not start', (app) => {
  test('on a database whose enums differ, and says how', async () => {
    await database.db.$executeRawUnsafe(`ALTER TYPE stage_status ADD VALUE 'paused'`);
    const { code, said } = await refusal(app, good());
    expect(code).toBe(1);
    expect(said).toMatch(
      /stage_status: built with \[pending, .*skipped\], the database has .*\(unknown: paused\)/,
    );
  });

  test('with settings that are missing or malformed, and names each of them but no value', async () => {
    const { DATABASE_URL: _, ...rest } = good();
    const { code, said } = await refusal(app, { ...rest, REDIS_URL: 'hunter2', LOG_LEVEL: 'hunter3' });
    expect(code).toBe(1);
    for (const key of ['DATABASE_URL', 'REDIS_URL', 'LOG_LEVEL']) expect(said).toContain(key);
    expect(said).not.toContain('hunter');
  });
});

describe.each(['api', 'worker'] as const)('the %s does not start', (app) => {
  test('on a database that lacks a migration, and says what to run', async () => {
    await database.db.$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name LIKE '%_durable'`;
    const { code, said } = await refusal(app, good());
    expect(code).toBe(1);
    expect(said).toMatch(/lacks the migration \d+_durable; run: \.\/vividly migrate/);
  });

  test('on a database that lacks a column, and names it', async () => {
    await database.db.$executeRaw`ALTER TABLE dead_letters DROP COLUMN stderr`;
    const { code, said } = await refusal(app, good());
    expect(code).toBe(1);
    expect(said).toMatch(/does not fit this version: DeadLetter \(.*stderr/);
  });
});

test('the worker does not start without the programs that its stages call, and names all of them', async () => {
  const bare = { ...good(), PATH: scratch };
  const { code, said } = await refusal('worker', bare);
  expect(code).toBe(1);
  expect(said).toMatch(/not installed: ffmpeg .*, ffprobe \(.*package: ffmpeg\), flite/);
});

test('the worker does not start on a Redis that may drop jobs', async () => {
  const redis = await startRedis(join(scratch, 'redis'), 'memory');
  try {
    const admin = new Redis(redis.url);
    await admin.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await admin.quit();
    const { code, said } = await refusal('worker', { ...good(), REDIS_URL: redis.url });
    expect(code).toBe(1);
    expect(said).toMatch(/maxmemory-policy allkeys-lru.*set it to noeviction/);
  } finally {
    await redis.stop();
  }
});
