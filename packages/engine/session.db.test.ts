import { Client } from 'pg';
import { poolConfig } from '@vividly/db';
import { createTestDatabase, until, type TestDatabase } from '@vividly/testing';
import { openSession, type Session } from './session.ts';

let database: TestDatabase;
let sessions: Session[];
beforeEach(async () => {
  database = await createTestDatabase();
  sessions = [];
});
afterEach(async () => {
  for (const session of sessions) await session.close();
  await database.drop();
});

const lock = 7_266_843_399n;

function open(heard: string[] = [], silentMs?: number): Session {
  const session = openSession(
    poolConfig(database.url),
    {
      vividly_outbox: () => heard.push('outbox'),
      vividly_cancelled: (id) => heard.push(id),
    },
    silentMs,
  );
  sessions.push(session);
  return session;
}

/** Ends the connections of all sessions from outside, as a restart of the server does. */
async function endConnections(): Promise<void> {
  const admin = new Client(poolConfig(database.url));
  await admin.connect();
  await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%advisory%'`);
  await admin.end();
}

test('one works, the others are told that it is busy; afterwards the next one may', async () => {
  const [first, second] = [open(), open()];
  const outcome = await first.exclusively(lock, async () =>
    second.exclusively(lock, async () => Promise.resolve(1)),
  );
  expect(outcome).toBe('busy');
  expect(await second.exclusively(lock, async () => Promise.resolve(2))).toBe(2);
});

test('work that fails gives the lock back', async () => {
  const [first, second] = [open(), open()];
  await expect(first.exclusively(lock, async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await second.exclusively(lock, async () => Promise.resolve(2))).toBe(2);
});

test('a process that stands still with the lock loses it; one that lives keeps it', async () => {
  const [still, living, next] = [open(), open(), open([], 500)];
  let resume: () => void = () => undefined;
  const frozen = new Promise<void>((resolve) => (resume = resolve));
  const stuck = still.exclusively(lock, async () => frozen);
  const other = lock + 1n;
  const busy = living.exclusively(lock + 2n, async () => {
    // It works for long, and its session is used all the while.
    for (let beat = 0; beat < 20; beat += 1) {
      await living.exclusively(other, async () => Promise.resolve());
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return next.exclusively(lock + 2n, async () => Promise.resolve('stolen'));
  });
  await until('the lock of the frozen one is free', async () => {
    const outcome = await next.exclusively(lock, async () => Promise.resolve('mine'));
    return outcome === 'mine';
  });
  expect(await busy).toBe('busy');
  resume();
  await stuck;
  expect(await still.exclusively(lock, async () => Promise.resolve('back'))).toBe('back');
});

test('it hears what the database tells, also after its connection broke', async () => {
  const heard: string[] = [];
  const session = open(heard);
  await session.exclusively(lock, async () => Promise.resolve());
  await database.db.$executeRaw`SELECT pg_notify('vividly_cancelled', 'first')`;
  await until('the first is heard', async () => Promise.resolve(heard.includes('first')));
  await endConnections();
  await until('it listens again', async () =>
    session.exclusively(lock, async () => Promise.resolve(true)).catch(() => false),
  );
  await database.db.$executeRaw`SELECT pg_notify('vividly_cancelled', 'second')`;
  await until('the second is heard', async () => Promise.resolve(heard.includes('second')));
  expect(heard).toEqual(['first', 'second']);
});

test('a connection that breaks again and again is followed by one, and only one, each time', async () => {
  const session = open();
  for (let round = 0; round < 10; round += 1) {
    await session.connect();
    await endConnections();
    await until('it works again', async () =>
      session.exclusively(lock, async () => Promise.resolve(true)).catch(() => false),
    );
  }
  const admin = new Client(poolConfig(database.url));
  await admin.connect();
  const { rowCount } = await admin.query(`SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%advisory%'`);
  await admin.end();
  expect(rowCount).toBe(1);
});
