import { setTimeout as delay } from 'node:timers/promises';
import { CommandError } from '../exit-codes.ts';
import { entryArguments, type Installation } from '../installation.ts';
import { withLargePages } from '../large-pages.ts';
import type { Environment } from './environment.ts';
import type { Programs, ServerProgram } from './programs.ts';

/** What the API and the workers are started with. */
export interface ServerOptions {
  installation: Installation;
  environment: Environment;
  databaseUrl: string;
  redisUrl: string;
  launch: Programs['launchServer'];
}

const readyLimitMs = 60_000;
const pollMs = 50;

/** Our configuration on top of the person's own: providers, keys and log level are theirs. */
function serverEnvironment({ installation, environment, databaseUrl, redisUrl }: ServerOptions): Environment {
  const { DATABASE_URL_FILE: _database, REDIS_URL_FILE: _redis, ...rest } = environment;
  return {
    STORAGE_PROVIDER: 'files',
    STORAGE_DIR: installation.storageDir,
    ...rest,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
  };
}

function start(
  options: ServerOptions,
  app: 'api' | 'worker',
  name: string,
  extra: Environment,
): ServerProgram {
  const { root } = options.installation;
  return options.launch({
    name,
    command: process.execPath,
    args: entryArguments(root, app, 'main'),
    env: { ...serverEnvironment(options), ...extra },
    cwd: root,
    stopSignal: 'SIGTERM',
  });
}

/** Starts the API on `port` of loopback and waits until it and all that it needs are ready. Throws `CommandError`. */
export async function startApi(
  options: ServerOptions,
  port: number,
): Promise<ServerProgram & { url: string }> {
  const url = `http://127.0.0.1:${String(port)}`;
  const api = start(options, 'api', 'api', { API_HOST: '127.0.0.1', API_PORT: String(port) });
  const asking = new AbortController();
  const ready = answersOk(`${url}/health/ready`, asking.signal);
  try {
    await untilServing(api, ready);
  } finally {
    asking.abort();
    await ready.catch(() => undefined);
  }
  return { ...api, url };
}

/** Starts a worker for every stage and waits until it takes tasks. Throws `CommandError`. */
export async function startWorker(options: ServerOptions, number: number): Promise<ServerProgram> {
  const rendering = { ...options, environment: withLargePages(options.environment) };
  const worker = start(rendering, 'worker', `worker-${String(number)}`, {});
  await untilServing(
    worker,
    worker.announced.then(() => 'ready'),
  );
  return worker;
}

/** Until `ready` resolves; throws `CommandError` when the server ends first or takes more than a minute. */
async function untilServing(server: ServerProgram, ready: Promise<'ready'>): Promise<void> {
  const waited = new AbortController();
  const late = delay(readyLimitMs, 'is not ready after a minute', { signal: waited.signal });
  const failed = server.ended.then((reason) => `did not start (${reason})`);
  const outcome = await Promise.race([ready, failed, late]);
  waited.abort();
  await late.catch(() => undefined);
  if (outcome !== 'ready') throw new CommandError(`The ${server.name} ${outcome}:\n${server.lastWords()}`);
}

/** Asks until the answer is 200. */
async function answersOk(url: string, signal: AbortSignal): Promise<'ready'> {
  for (;;) {
    signal.throwIfAborted();
    const ok = await fetch(url, { signal }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return 'ready';
    await delay(pollMs, undefined, { signal });
  }
}
