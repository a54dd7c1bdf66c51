import {
  redisKeys,
  redisVersion,
  startPostgres,
  startRedis,
  wipeRedis,
  type EmbeddedServer,
} from '@vividly/testing/embedded';
import type { Installation } from '../installation.ts';
import type { Programs } from '../stack/programs.ts';
import { embeddedSecrets } from '../stack/secrets.ts';
import type { Watch } from './watch.ts';

/** A server that can be taken away and comes back with its data on the same port. */
export interface BreakableServer {
  url: string;
  /** Ends it at once, without a chance to tidy up, and waits for the end. */
  kill(): Promise<void>;
  /** Starts it again where it was; nothing to do while it runs. */
  start(): Promise<void>;
}

export interface BreakableRedis extends BreakableServer {
  wipe(): Promise<void>;
  keys(): Promise<string[]>;
  version(): Promise<string>;
}

interface ServerOptions {
  installation: Installation;
  programs: Programs;
  watch: Watch;
}

async function breakable(
  name: string,
  signal: NodeJS.Signals,
  watch: Watch,
  launch: (port?: number) => Promise<EmbeddedServer>,
): Promise<BreakableServer> {
  const watched = (server: EmbeddedServer) => ({
    ...server,
    endIsWanted: watch.over({ name, ended: server.ended, lastWords: () => '' }),
  });
  let running: ReturnType<typeof watched> | null = watched(await launch());
  const { url, port } = running;
  return {
    url,
    async kill() {
      if (running === null) return;
      const { pid, ended, endIsWanted } = running;
      running = null;
      endIsWanted(true);
      process.kill(pid, signal);
      await ended;
    },
    async start() {
      if (running !== null) return;
      const server = await launch(port);
      running = watched(server);
      if (server.port !== port)
        throw new Error(`${name} did not come back on port ${String(port)}: somebody else has it`);
    },
  };
}

/** PostgreSQL as `vividly up` runs it; killed by its "immediate shutdown", after which it recovers from its log. */
export async function openPostgres({
  installation,
  programs,
  watch,
}: ServerOptions): Promise<BreakableServer> {
  const { postgresDir, secretsFile } = installation;
  return breakable('postgres', 'SIGQUIT', watch, async (port) =>
    startPostgres(postgresDir, {
      password: embeddedSecrets(secretsFile).postgresPassword,
      settings: { max_connections: '300' },
      database: 'vividly',
      launch: programs.launchService,
      ...(port !== undefined && { port }),
    }),
  );
}

/** Redis as `vividly up` runs it; its append-only file survives a kill. */
export async function openRedis({ installation, programs, watch }: ServerOptions): Promise<BreakableRedis> {
  const { redisDir, secretsFile } = installation;
  const server = await breakable('redis', 'SIGKILL', watch, async (port) =>
    startRedis(redisDir, 'append-only', {
      password: embeddedSecrets(secretsFile).redisPassword,
      launch: programs.launchService,
      ...(port !== undefined && { port }),
    }),
  );
  return {
    ...server,
    wipe: async () => wipeRedis(server.url),
    keys: async () => redisKeys(server.url),
    version: async () => redisVersion(server.url),
  };
}
