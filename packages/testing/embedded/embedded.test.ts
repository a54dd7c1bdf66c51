import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { databaseUrl, ServerStartError, startPostgres, startRedis } from './index.ts';
import { runningPostgres } from './running-postgres.ts';
import { onFreePort } from './server.ts';

const fast = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
/** Initialising a database takes two seconds alone and more on a busy machine. */
const slow = 60_000;
let dir = '';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vividly embedded '));
});

afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows.map((row) => Object.values(row)[0]);
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('PostgreSQL', () => {
  // As root this is the case of a checkout below /root: the user who runs the server cannot enter the directory.
  test(
    'serves a directory below one that only its owner may enter, and keeps its data over a restart',
    async () => {
      chmodSync(dir, 0o700);
      const data = join(dir, 'postgres');
      const options = { settings: fast, password: 'secret', database: 'lessons' };
      const first = await startPostgres(data, options);
      expect(runningPostgres(data)).toBe(first.pid);
      await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
      await first.stop();
      expect(alive(first.pid)).toBe(false);
      expect(runningPostgres(data)).toBeNull();
      expect(statSync(data).mode & 0o777).toBe(0o700);

      const second = await startPostgres(data, options);
      expect(await query(second.url, 'SELECT n FROM kept')).toEqual([7]);
      await expect(startPostgres(data)).rejects.toThrow(/already serves/);
      await expect(
        query(databaseUrl({ port: second.port, password: 'wrong' }, 'postgres'), 'SELECT 1'),
      ).rejects.toThrow(/password authentication failed/);
      await second.stop();
    },
    slow,
  );

  test(
    'starts over a directory that a crash left, though another program bears the old process number',
    async () => {
      const data = join(dir, 'postgres');
      const first = await startPostgres(data, { settings: fast });
      process.kill(first.pid, 'SIGKILL');
      expect(await first.ended).toBe('signal SIGKILL');
      writeFileSync(join(data, 'postmaster.pid'), `${String(process.pid)}\n${data}\n`);
      const second = await startPostgres(data, { settings: fast });
      expect(await query(second.url, 'SELECT 1 AS one')).toEqual([1]);
      await second.stop();
    },
    slow,
  );

  test(
    'says why it does not start',
    async () => {
      const failure = startPostgres(join(dir, 'postgres'), { settings: { shared_buffers: 'much' } });
      await expect(failure).rejects.toThrow(ServerStartError);
      await expect(failure).rejects.toThrow(/invalid value for parameter "shared_buffers"/);
    },
    slow,
  );
});

describe('Redis', () => {
  test('keeps an append-only file, never evicts, and asks for the password', async () => {
    const data = join(dir, 'redis');
    const first = await startRedis(data, 'append-only', { password: 'secret' });
    const writer = new Redis(first.url);
    await writer.set('kept', '7');
    expect(await writer.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    await writer.quit();
    await first.stop();
    expect(alive(first.pid)).toBe(false);

    const second = await startRedis(data, 'append-only', { password: 'secret' });
    const reader = new Redis(second.url);
    expect(await reader.get('kept')).toBe('7');
    await reader.quit();
    const stranger = new Redis({ host: '127.0.0.1', port: second.port });
    stranger.on('error', () => undefined);
    await expect(stranger.get('kept')).rejects.toThrow(/NOAUTH/);
    stranger.disconnect();
    await second.stop();
  });

  test('says why it does not start', async () => {
    mkdirSync(join(dir, 'redis', 'appendonlydir'), { recursive: true });
    writeFileSync(join(dir, 'redis', 'appendonlydir', 'appendonly.aof.manifest'), 'nonsense\n');
    await expect(startRedis(join(dir, 'redis'), 'append-only')).rejects.toThrow(/manifest/);
  });
});

describe('onFreePort', () => {
  test('tries another port when the one found was taken in between', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const ports: number[] = [];
    const result = await onFreePort(async (port) => {
      ports.push(port);
      if (ports.length === 1) throw new ServerStartError('x', 'exit code 1', 'Address already in use');
      return port;
    });
    expect(ports).toHaveLength(2);
    expect(result).toBe(ports[1]);
    other.close();
    await once(other, 'close');
  });

  test('gives a server that comes back the port that it had', async () => {
    const port = await onFreePort(async (free) => free);
    expect(await onFreePort(async (again) => again, port)).toBe(port);
  });

  test('lets other failures through at once', async () => {
    const failure = new ServerStartError('x', 'exit code 1', 'no space left on device');
    let calls = 0;
    await expect(
      onFreePort(async () => {
        calls++;
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(calls).toBe(1);
  });
});
