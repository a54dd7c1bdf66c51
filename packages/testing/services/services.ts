import { mkdtempSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate } from '@vividly/db/migrate';
import { databaseUrl, startPostgres, startRedis } from '../embedded/index.ts';
import { templateDatabase } from './test-database.ts';

/** What the teardown has to end. */
type Started = { stop(): Promise<void> }[];
const registry = globalThis as { vividlyTestServices?: Started };

/** Starts one PostgreSQL and one Redis for the run, and migrates the database that tests copy. */
export async function setup(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'vividly-test-'));
  await chmod(dir, 0o755);
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '300',
    unix_socket_directories: join(dir, 'postgres'),
  };
  const [postgres, redis] = await Promise.all([
    startPostgres(join(dir, 'postgres'), { settings }),
    startRedis(join(dir, 'redis'), 'memory'),
  ]);
  registry.vividlyTestServices = [
    redis,
    postgres,
    { stop: async () => rm(dir, { recursive: true, force: true }) },
  ];
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`CREATE DATABASE ${templateDatabase}`);
  await client.end();
  await migrate(databaseUrl(postgres, templateDatabase));
  process.env['TEST_POSTGRES_PORT'] = String(postgres.port);
  process.env['TEST_REDIS_URL'] = redis.url;
}

/** Ends what `setup` started. */
export async function teardown(): Promise<void> {
  for (const service of registry.vividlyTestServices ?? []) await service.stop();
}
