import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Client } from 'pg';
import { until } from '@vividly/testing';
import { repositoryRoot, type Installation } from '../installation.ts';
import { endLeftovers } from './clean-up.ts';
import { Interrupted } from './interruption.ts';
import { identify } from './process-identity.ts';
import { RunInProgress } from './open-run.ts';
import { liveRun, readRun, recordFormat } from './run-record.ts';
import { processesOf, standInCheckout } from './stand-in.ts';
import { startStack, type StackOptions } from './start-stack.ts';

const slow = 60_000;
const said: string[] = [];
let installation: Installation;
/** The first test's checkout: later ones copy its database, which takes seconds to make. */
let prepared: Installation | undefined;

function options(changes: Partial<StackOptions> = {}): StackOptions {
  const { DATABASE_URL: _, REDIS_URL: __, ...environment } = process.env;
  return {
    installation,
    environment,
    workers: 1,
    command: 'test',
    say: (line) => said.push(line),
    signal: new AbortController().signal,
    ...changes,
  };
}

beforeEach(() => {
  said.length = 0;
});

afterEach(() => {
  expect(processesOf(installation)).toEqual([]);
  if (installation !== prepared) rmSync(installation.root, { recursive: true, force: true });
});

afterAll(() => {
  if (prepared) rmSync(prepared.root, { recursive: true, force: true });
});

describe('a stack', () => {
  test(
    'serves, keeps its key and data for the next start, and leaves nothing behind',
    async () => {
      installation = prepared = standInCheckout();
      const first = await startStack(options({ workers: 2 }));
      const { info } = first;
      expect((await fetch(`${info.apiUrl}/health/ready`)).status).toBe(200);
      expect(liveRun(installation.runFile)?.stack).toEqual(info);
      expect(info.pids.workers).toHaveLength(2);
      expect(readFileSync(installation.apiKeyFile, 'utf8').trim()).toBe(info.apiKey);
      for (const secret of [installation.apiKeyFile, installation.runFile, installation.secretsFile])
        expect(statSync(secret).mode & 0o077).toBe(0);
      const client = new Client({ connectionString: info.databaseUrl });
      await client.connect();
      const { rows } = await client.query<{ stored: string }>(`SELECT count(*)::text AS stored FROM topics`);
      await client.query('CREATE TABLE kept (n int)');
      await client.end();
      expect(Number(rows[0]?.stored)).toBeGreaterThan(0);
      await expect(startStack(options())).rejects.toThrow(RunInProgress);
      await first.stop();
      expect(existsSync(installation.runFile)).toBe(false);
      expect([info.pids.api, ...info.pids.workers].map(identify)).toEqual([null, null, null]);

      const second = await startStack(options());
      expect(second.info.apiKey).toBe(info.apiKey);
      expect(said.filter((line) => line.includes('migrations'))).toHaveLength(1);
      await second.stop();
    },
    slow,
  );

  test(
    'tells the death of a part',
    async () => {
      installation = standInCheckout({}, prepared);
      const stack = await startStack(options());
      process.kill(stack.info.pids.api, 'SIGKILL');
      expect(await stack.died).toEqual({
        program: 'api',
        reason: 'signal SIGKILL',
        lastWords: 'the api listens',
      });
      await stack.stop();
    },
    slow,
  );

  test(
    'that cannot start says why and takes back what it began',
    async () => {
      installation = standInCheckout(
        {
          worker: `console.error('GEMINI_API_KEY: is needed'); process.exit(1);`,
        },
        prepared,
      );
      await expect(startStack(options())).rejects.toThrow(
        /worker-1 did not start \(exit code 1\):\nGEMINI_API_KEY: is needed/,
      );
      expect(existsSync(installation.runFile)).toBe(false);
    },
    slow,
  );

  test.each(['starting PostgreSQL and Redis', 'starting the API and the worker'])(
    'interrupted while %s takes back what it began',
    async (moment) => {
      installation = standInCheckout({}, prepared);
      const interruption = new AbortController();
      const say = (line: string) => {
        if (line === moment) setTimeout(() => interruption.abort(new Interrupted()), 100);
      };
      await expect(startStack(options({ signal: interruption.signal, say }))).rejects.toThrow(Interrupted);
      expect(existsSync(installation.runFile)).toBe(false);
    },
    slow,
  );

  test(
    'of two starts at once one wins',
    async () => {
      installation = standInCheckout({}, prepared);
      const starts = await Promise.allSettled([startStack(options()), startStack(options())]);
      const won = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
      const lost = starts.flatMap((start) => (start.status === 'rejected' ? [start.reason as unknown] : []));
      expect(won).toHaveLength(1);
      expect(lost).toEqual([expect.any(RunInProgress)]);
      await won[0]?.stop();
    },
    slow,
  );
});

describe('an owner that is killed', () => {
  /** Starts a process that owns a stack. */
  function owner() {
    const args = ['--conditions=source', '--import', createRequire(import.meta.url).resolve('tsx')];
    const file = join(repositoryRoot(), 'apps/cli/stack/stack-owner.ts');
    const child = spawn(process.execPath, [...args, file, installation.root], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return { child, ended: once(child, 'exit') };
  }

  test(
    'has its stack ended by the guardian',
    async () => {
      installation = standInCheckout({}, prepared);
      const { child, ended } = owner();
      await once(child.stdout, 'data');
      expect(processesOf(installation).length).toBeGreaterThan(4);
      child.kill('SIGKILL');
      await ended;
      await until('nothing is left', async () => processesOf(installation).length === 0);
      const next = await startStack(options());
      await next.stop();
    },
    slow,
  );

  test(
    'halfway through the start leaves nothing either',
    async () => {
      installation = standInCheckout({}, prepared);
      const { child, ended } = owner();
      await until(
        'a program is recorded',
        async () => (readRun(installation.runFile)?.programs.length ?? 0) > 0,
      );
      child.kill('SIGKILL');
      await ended;
      await until('nothing is left', async () => processesOf(installation).length === 0);
      expect(readRun(installation.runFile)?.stack).toBeUndefined();
    },
    slow,
  );
});

describe('what a crashed run left', () => {
  test('is ended only if it is certainly what was recorded', async () => {
    installation = standInCheckout();
    const sleeper = () => spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    const [ours, stranger] = [sleeper(), sleeper()];
    const [ourEnd, strangerEnd] = [once(ours, 'exit'), once(stranger, 'exit')];
    const program = { name: 'worker-1', tier: 'servers' as const, stopSignal: 'SIGTERM' as const };
    const identity = identify(ours.pid ?? 0);
    const ended = await endLeftovers(
      {
        format: recordFormat,
        id: 'crashed',
        command: 'vividly up',
        owner: { pid: 99_999_999, started: 'long ago' },
        programs: [
          { ...program, pid: ours.pid ?? 0, started: identity?.started ?? '' },
          { ...program, name: 'reused', pid: stranger.pid ?? 0, started: 'another time' },
        ],
      },
      installation.postgresDir,
    );
    expect(ended).toEqual(['worker-1']);
    expect(await ourEnd).toEqual([null, 'SIGTERM']);
    expect(identify(stranger.pid ?? 0)).not.toBeNull();
    stranger.kill();
    await strangerEnd;
  });
});
