import { startPostgres, startRedis, type EmbeddedServer } from '@vividly/testing/embedded';
import type { Installation } from '../installation.ts';
import type { Environment } from './environment.ts';
import { givenUrl } from './environment.ts';
import type { Programs } from './programs.ts';
import { embeddedSecrets } from './secrets.ts';

/** A database or Redis to work with: the embedded server, or one that the environment names. */
export interface Service {
  url: string;
  /** Absent for a server that is not ours. */
  server?: EmbeddedServer;
}

/** The name of our database on the embedded server. */
const database = 'vividly';

/** DATABASE_URL when it is set; else PostgreSQL is started over `.vividly/postgres`. */
export async function openDatabase(
  { postgresDir, secretsFile }: Installation,
  environment: Environment,
  programs: Programs,
): Promise<Service> {
  const given = givenUrl(environment, 'DATABASE_URL');
  if (given !== null) return { url: given };
  const server = await startPostgres(postgresDir, {
    password: embeddedSecrets(secretsFile).postgresPassword,
    // Every worker has a pool of its own.
    settings: { max_connections: '300' },
    database,
    launch: programs.launchService,
  });
  return { url: server.url, server };
}

/** REDIS_URL when it is set; else Redis is started over `.vividly/redis`. */
export async function openRedis(
  { redisDir, secretsFile }: Installation,
  environment: Environment,
  programs: Programs,
): Promise<Service> {
  const given = givenUrl(environment, 'REDIS_URL');
  if (given !== null) return { url: given };
  const server = await startRedis(redisDir, 'append-only', {
    password: embeddedSecrets(secretsFile).redisPassword,
    launch: programs.launchService,
  });
  return { url: server.url, server };
}
