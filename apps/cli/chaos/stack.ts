import getPort from 'get-port';
import { createDatabase, type Database } from '@vividly/db';
import { delimiter, join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { installationAt, type Installation } from '../installation.ts';
import type { Environment } from '../stack/environment.ts';
import { startGuardian } from '../stack/guard.ts';
import { openRun } from '../stack/open-run.ts';
import { createPrograms } from '../stack/programs.ts';
import { developmentKey, readyDatabase } from '../stack/ready-database.ts';
import { startApi, startWorker } from '../stack/servers.ts';
import { createApi, type ChaosApi } from './api.ts';
import { createBreakableFfmpeg, type BreakableFfmpeg } from './breakable-ffmpeg.ts';
import { createCrew, type Crew } from './crew.ts';
import { startPacedGemini, type PacedGemini } from './paced-gemini.ts';
import { openPostgres, openRedis, type BreakableRedis, type BreakableServer } from './servers.ts';
import type { Random } from './random.ts';
import { createWatch } from './watch.ts';
import type { Setup } from './work.ts';

/** A whole installation of its own, made to be broken. */
export interface ChaosStack {
  installation: Installation;
  /** To look into the database; survives its restarts. */
  db: Database;
  api: ChaosApi;
  /** The API with the key of another organization. */
  apiWith: (key: string) => ChaosApi;
  gemini: PacedGemini;
  /** The workers'. */
  ffmpeg: BreakableFfmpeg;
  crew: Crew;
  /** The temporary directory of the machine as workers see it. */
  temporaryDir: string;
  postgres: BreakableServer;
  redis: BreakableRedis;
  /** Brings back what a fault took away, with workers set up as asked. */
  mend(setup: Setup): Promise<void>;
  /** The ends of programs that nobody asked for since the last call. */
  takeUnaskedEnds(): string[];
  /** Ends everything, last started first. */
  stop(): Promise<void>;
}

export interface StackOptions {
  root: string;
  directory: string;
  random: Random;
  signal: AbortSignal;
}

/** The whole environment of the API and the workers: nothing of the person's own settings reaches them. */
const base: Environment = { PATH: process.env['PATH'], HOME: process.env['HOME'], LOG_LEVEL: 'info' };
const crewSize = 3;

/**
 * Starts PostgreSQL, Redis and the API of the code at `root`, with everything that they keep in `directory`; workers
 * come with `mend`. When `signal` fires, what is being waited for fails because all programs are ended.
 */
export async function openChaosStack({ root, directory, random, signal }: StackOptions): Promise<ChaosStack> {
  const installation = installationAt(root, directory);
  const journal = await openRun(installation.runFile, 'vividly chaos', () => Promise.resolve());
  const guardian = startGuardian(installation, journal.id);
  const programs = createPrograms(journal, installation.logsDir);
  const gemini = await startPacedGemini(random);
  const closers: (() => Promise<unknown>)[] = [];
  const watch = createWatch();
  let crew: Crew | null = null;
  const stop = async () => {
    signal.removeEventListener('abort', interrupt);
    // A paused process cannot hear that it is to end.
    for (const worker of crew?.workers() ?? []) worker.resume();
    for (const close of closers) await close();
    await programs.stopAll();
    await gemini.close();
    journal.close();
    await guardian.dismiss();
  };
  const interrupt = () => void programs.stopAll();
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    const options = { installation, programs, watch };
    const [postgres, redis] = await Promise.all([openPostgres(options), openRedis(options)]);
    await readyDatabase(postgres.url, installation);
    const key = await developmentKey(postgres.url, installation);
    const servers = {
      installation,
      databaseUrl: postgres.url,
      redisUrl: redis.url,
      launch: programs.launchServer,
    };
    const api = await startApi({ ...servers, environment: base }, await getPort());
    watch.over(api);
    const ffmpeg = createBreakableFfmpeg(directory);
    const forWorkers = { ...base, PATH: `${ffmpeg.directory}${delimiter}${base['PATH'] ?? ''}` };
    const temporaryDir = join(directory, 'tmp');
    mkdirSync(temporaryDir);
    crew = createCrew({
      size: crewSize,
      environments: {
        text: { ...forWorkers, ...gemini.environment },
        render: { ...forWorkers, LLM_PROVIDER: 'local', RENDER_HEIGHT: '180' },
      },
      temporaryDir,
      watch,
      launch: async (number, environment) => startWorker({ ...servers, environment }, number),
    });
    const db = createDatabase(postgres.url, { max: 8, applicationName: 'vividly-chaos' });
    closers.push(async () => db.$disconnect());
    const { assemble } = crew;
    return {
      installation,
      db,
      api: createApi(api.url, key),
      apiWith: (other) => createApi(api.url, other),
      gemini,
      ffmpeg,
      crew,
      temporaryDir,
      postgres,
      redis,
      async mend(setup) {
        await Promise.all([postgres.start(), redis.start()]);
        await assemble(setup);
      },
      takeUnaskedEnds: watch.takeUnasked,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
