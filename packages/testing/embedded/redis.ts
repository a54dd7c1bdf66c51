import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import getPort from 'get-port';
import { Redis } from 'ioredis';
import type { EmbeddedServer } from './postgres.ts';

/** Whether Redis must keep its data over restarts (append-only file, synced every second) or may forget it. */
export type Durability = 'append-only' | 'memory';

/**
 * Starts the system's redis-server over `dir` on a free port of loopback, with `noeviction`: any other policy drops
 * jobs without a word. Throws when the program is missing or does not answer.
 */
export async function startRedis(dir: string, durability: Durability): Promise<EmbeddedServer & { pid: number }> {
  mkdirSync(dir, { recursive: true });
  const port = await getPort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--maxmemory-policy', 'noeviction'];
  if (durability === 'append-only') args.push('--appendonly', 'yes', '--appendfsync', 'everysec');
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const hear = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = once(child, 'exit').then(
    () => 'exited' as const,
    (error: unknown) => {
      throw new Error('redis-server could not be started; install it (Debian: apt-get install redis-server)', { cause: error });
    },
  );
  const url = `redis://127.0.0.1:${String(port)}`;
  const outcome = await Promise.race([ended, answers(url)]);
  if (outcome === 'exited' || child.pid === undefined) throw new Error(`redis-server did not start: ${said}`);
  return {
    url,
    port,
    pid: child.pid,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Resolves once the server answers PING; gives up after 10 s. */
async function answers(url: string): Promise<'up'> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  redis.on('error', () => undefined);
  try {
    for (let tries = 0; tries < 200; tries++) {
      try {
        if (redis.status !== 'ready') await redis.connect();
        await redis.ping();
        return 'up';
      } catch {
        await delay(50);
      }
    }
    throw new Error(`nothing answers at ${url}`);
  } finally {
    redis.disconnect();
  }
}
