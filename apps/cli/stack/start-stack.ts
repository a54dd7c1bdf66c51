import getPort from 'get-port';
import type { Installation } from '../installation.ts';
import { endLeftovers } from './clean-up.ts';
import type { Environment } from './environment.ts';
import { startGuardian } from './guard.ts';
import { Interrupted } from './interruption.ts';
import { createPrograms, type Programs, type ServerProgram } from './programs.ts';
import { developmentKey, readyDatabase } from './ready-database.ts';
import { openRun } from './open-run.ts';
import type { StackInfo } from './run-record.ts';
import { startApi, startWorker } from './servers.ts';
import { openDatabase, openRedis, type Service } from './services.ts';

export interface StackOptions {
  installation: Installation;
  environment: Environment;
  /** Number of worker processes. */
  workers: number;
  /** Of the API; a free one when it does not matter. */
  port?: number;
  /** The command line as the record names it, e.g. `vividly up`. */
  command: string;
  /** Tells the person what is being done. */
  say: (line: string) => void;
  /** Ends the start and what it has started so far. */
  signal: AbortSignal;
}

/** A running stack of this process. */
export interface Stack {
  info: StackInfo;
  /** Resolves when one of its programs ends that was not asked to. */
  died: Promise<Death>;
  /** Ends everything, last started first. */
  stop: () => Promise<void>;
}

export interface Death {
  program: string;
  /** In words: `exit code 1`, `signal SIGKILL`. */
  reason: string;
  lastWords: string;
}

/**
 * Starts PostgreSQL and Redis (or takes those that the environment names), brings the database up to date, and starts
 * the API and the workers. When it returns, all of them serve. Throws `RunInProgress`, `Interrupted`, `CommandError`
 * and the servers' start errors; then nothing is left running.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { installation, command, say, signal } = options;
  const journal = await openRun(installation.runFile, command, async (crashed) => {
    const ended = await endLeftovers(crashed, installation.postgresDir);
    if (ended.length > 0) say(`ended what an earlier run left behind: ${ended.join(', ')}`);
  });
  const guardian = startGuardian(installation, journal.id);
  const programs = createPrograms(journal, installation.logsDir);
  const stop = async () => {
    journal.serve(null);
    await programs.stopAll();
    journal.close();
    await guardian.dismiss();
  };
  // What is being waited for fails when its program ends.
  const interrupt = () => void programs.stopAll();
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    const { info, watched } = await bringUp(options, programs);
    signal.throwIfAborted();
    journal.serve(info);
    return { info, died: firstDeath(watched), stop };
  } catch (error) {
    await stop();
    throw signal.aborted ? new Interrupted() : error;
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}

type Watched = Pick<ServerProgram, 'name' | 'ended' | 'lastWords'>;

async function bringUp(
  { installation, environment, workers, port, say }: StackOptions,
  programs: Programs,
): Promise<{ info: StackInfo; watched: Watched[] }> {
  say('starting PostgreSQL and Redis');
  const [database, redis] = await Promise.all([
    openDatabase(installation, environment, programs),
    openRedis(installation, environment, programs),
  ]);
  const applied = await readyDatabase(database.url, installation);
  if (applied.length > 0) say(`database prepared (${String(applied.length)} migrations)`);
  const apiKey = await developmentKey(database.url, installation);
  say('starting the API and the worker');
  const servers = {
    installation,
    environment,
    databaseUrl: database.url,
    redisUrl: redis.url,
    launch: programs.launchServer,
  };
  const [api, ...started] = await Promise.all([
    startApi(servers, port ?? (await getPort())),
    ...Array.from({ length: workers }, (_, index) => startWorker(servers, index + 1)),
  ]);
  return {
    info: {
      apiUrl: api.url,
      apiKey,
      databaseUrl: database.url,
      redisUrl: redis.url,
      storageDir: servers.environment['STORAGE_DIR'] ?? installation.storageDir,
      pids: { api: api.pid, workers: started.map(({ pid }) => pid) },
    },
    watched: [api, ...started, ...watchedService('PostgreSQL', database), ...watchedService('Redis', redis)],
  };
}

function watchedService(name: string, { server }: Service): Watched[] {
  return server === undefined ? [] : [{ name, ended: server.ended, lastWords: () => '' }];
}

async function firstDeath(watched: readonly Watched[]): Promise<Death> {
  return Promise.race(
    watched.map(async ({ name, ended, lastWords }) => {
      const reason = await ended;
      return { program: name, reason, lastWords: lastWords() };
    }),
  );
}
