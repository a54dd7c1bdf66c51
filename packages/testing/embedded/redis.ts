import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { launchChild, type Launch } from './launch.ts';
import { onFreePort, stopProgram, untilServing, type EmbeddedServer } from './server.ts';

/** Whether Redis must keep its data over restarts (append-only file, synced every second) or may forget it. */
export type Durability = 'append-only' | 'memory';

export interface RedisOptions {
  /** URL-safe; absent: none is asked for. */
  password?: string;
  /** Wanted port; another one is taken when it is in use. */
  port?: number;
  launch?: Launch;
}

const stopSignal = 'SIGTERM';

/** The text of redis.conf. `noeviction`: any other policy drops jobs without a word. */
function configuration(
  dir: string,
  port: number,
  durability: Durability,
  password: string | undefined,
): string {
  return [
    `port ${String(port)}`,
    'bind 127.0.0.1',
    `dir ${JSON.stringify(dir)}`,
    'save ""',
    'maxmemory-policy noeviction',
    ...(durability === 'append-only' ? ['appendonly yes', 'appendfsync everysec'] : []),
    ...(password === undefined ? [] : [`requirepass ${password}`]),
    '',
  ].join('\n');
}

/**
 * Starts the system's redis-server over `dir` on a free port of loopback. Throws `ServerStartError` when the program is
 * missing or ends.
 */
export async function startRedis(
  dir: string,
  durability: Durability,
  { password, port: wanted, launch = launchChild }: RedisOptions = {},
): Promise<EmbeddedServer> {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, 'redis.conf');
  return onFreePort(async (port) => {
    writeFileSync(file, configuration(dir, port, durability, password), { mode: 0o600 });
    const running = launch({
      name: 'redis',
      command: 'redis-server',
      args: [file],
      env: { PATH: process.env['PATH'] },
      cwd: dir,
      stopSignal,
    });
    const url = `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${String(port)}`;
    await untilServing('redis-server', running, () => serves(url, running.pid));
    return {
      url,
      port,
      pid: running.pid,
      ended: running.ended,
      stop: () => stopProgram(running, stopSignal),
    };
  }, wanted);
}

/** Whether the server at `url` answers and is process `pid`. */
async function serves(url: string, pid: number): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return (await redis.info('server')).includes(`process_id:${String(pid)}\r\n`);
  } catch {
    return false;
  } finally {
    if (redis.status !== 'end') redis.disconnect();
  }
}
