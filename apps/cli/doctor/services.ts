import { Redis } from 'ioredis';
import { describeDatabase } from '@vividly/db/connection';
import type { Installation } from '../installation.ts';
import { databaseState } from '../stack/database-state.ts';
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
    const { missing } = await databaseState(url);
    return missing.length === 0
      ? ok('database', `${where}, migrated`)
      : warn('database', `${where}, ${String(missing.length)} migrations are missing`, './vividly migrate');
  } catch (error) {
    return fail(
      'database',
      reasonOf(error),
      'check DATABASE_URL and that the server runs; unset it to use the embedded one',
    );
  }
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
