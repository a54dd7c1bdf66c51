import { Redis } from 'ioredis';
import { createDatabase, describeDatabase, type Database } from '@vividly/db';
import { migrationNames } from '@vividly/db/migrate';
import type { Installation } from '../installation.ts';
import { givenUrl, type Environment } from '../stack/environment.ts';
import { liveRun } from '../stack/run-record.ts';
import { fail, ok, reasonOf, warn, type Finding } from './finding.ts';

/** The database and Redis that commands would use: those of the environment, or of the stack that runs here. */
export async function checkServices(
  installation: Installation,
  environment: Environment,
): Promise<Finding[]> {
  const running = liveRun(installation.runFile)?.stack;
  const database = givenUrl(environment, 'DATABASE_URL') ?? running?.databaseUrl;
  const redis = givenUrl(environment, 'REDIS_URL') ?? running?.redisUrl;
  return Promise.all([
    database === undefined
      ? ok('database', 'the embedded one, started when it is needed')
      : checkDatabase(database),
    redis === undefined ? ok('redis', 'the embedded one, started when it is needed') : checkRedis(redis),
  ]);
}

async function checkDatabase(url: string): Promise<Finding> {
  try {
    const where = describeDatabase(url);
    const db = createDatabase(url, { max: 1, applicationName: 'vividly-doctor' });
    try {
      const applied = await appliedMigrations(db);
      const missing = migrationNames().filter((name) => !applied.includes(name));
      return missing.length === 0
        ? ok('database', `${where}, migrated`)
        : warn('database', `${where}, ${String(missing.length)} migrations are missing`, './vividly migrate');
    } finally {
      await db.$disconnect();
    }
  } catch (error) {
    return fail(
      'database',
      reasonOf(error),
      'check DATABASE_URL and that the server runs; unset it to use the embedded one',
    );
  }
}

async function appliedMigrations(db: Database): Promise<string[]> {
  const [table] = await db.$queryRaw<
    { present: boolean }[]
  >`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present`;
  if (table?.present !== true) return [];
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
  return rows.map(({ name }) => name);
}

async function checkRedis(url: string): Promise<Finding> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const policy = /maxmemory_policy:(\S+)/.exec(await redis.info('memory'))?.[1] ?? 'unknown';
    const where = `${redis.options.host ?? ''}:${String(redis.options.port ?? '')}`;
    return policy === 'noeviction'
      ? ok('redis', `${where}, ${policy}`)
      : fail(
          'redis',
          `${where} has maxmemory-policy ${policy}, which drops tasks`,
          'redis-cli config set maxmemory-policy noeviction',
        );
  } catch (error) {
    return fail(
      'redis',
      reasonOf(error),
      'check REDIS_URL and that the server runs; unset it to use the embedded one',
    );
  } finally {
    if (redis.status !== 'end') redis.disconnect();
  }
}
