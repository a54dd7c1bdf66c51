import { setTimeout as delay } from 'node:timers/promises';
import { createDatabase, type Database } from '@vividly/db';
import { createTestDatabase, until, type TestDatabase } from '@vividly/testing';
import { createCircuits, defaultCircuitLimits, type CircuitGuard } from './circuit.ts';
import { ParkedError } from './errors.ts';

let database: TestDatabase;
/** Each with connections of its own, as processes have them. */
let workers: Database[];
beforeAll(async () => {
  database = await createTestDatabase();
  workers = Array.from({ length: 3 }, () => createDatabase(database.url, { max: 4 }));
});
afterAll(async () => {
  for (const db of workers) await db.$disconnect();
  await database.drop();
});

const circuit = 'gemini/model';
const tasks = 200;

test('an outage met by three workers costs few calls and tries, and everything is done after it', async () => {
  const down = Object.assign(new Error('overloaded'), { code: 'provider_unavailable', health: true });
  const limits = { ...defaultCircuitLimits, pause: { baseMs: 40, capMs: 400 }, trialMs: 200 };
  const waiting = Array.from({ length: tasks }, (_, n) => ({ n, from: 0 }));
  const stop = new AbortController();
  let [calls, finished, failedTries] = [0, 0, 0];
  let up = false;

  /** One of the four tasks that a worker runs at once: a parked task comes back when its time is over. */
  const slot = async (guard: CircuitGuard) => {
    while (finished < tasks && !stop.signal.aborted) {
      const next = waiting.findIndex(({ from }) => from <= Date.now());
      const [task] = next === -1 ? [] : waiting.splice(next, 1);
      if (task === undefined) {
        await delay(5);
        continue;
      }
      try {
        await guard(circuit, async () => {
          calls += 1;
          await delay(2);
          if (!up) throw down;
        });
        finished += 1;
      } catch (error) {
        if (!(error instanceof ParkedError)) failedTries += 1;
        waiting.push({ ...task, from: Date.now() + (error instanceof ParkedError ? error.parkForMs : 5) });
      }
    }
  };
  const slots = workers.flatMap((db) => {
    const guard = createCircuits({ db, limits, onError: () => undefined });
    return Array.from({ length: 4 }, async () => slot(guard));
  });
  try {
    await until('the pauses have long been at their cap', async () => {
      const row = await database.db.providerCircuit.findUnique({ where: { name: circuit } });
      return (row?.openings ?? 0) >= 8;
    });
    up = true;
    await until('all are done', async () => Promise.resolve(finished === tasks));
  } finally {
    stop.abort();
    await Promise.all(slots);
  }
  expect(calls).toBeLessThanOrEqual(1.2 * tasks);
  // Those that failed before the third opened it.
  expect(failedTries).toBeLessThanOrEqual(2);
});
