import { createDatabase, isDatabaseOutage, type Database } from '@vividly/db';
import { createTestDatabase, until, type TestDatabase } from '@vividly/testing';
import { createCircuits, defaultCircuitLimits, type CircuitGuard } from './circuit.ts';
import { takeTrial, type CircuitLimits } from './circuit-state.ts';
import { ParkedError } from './errors.ts';

let database: TestDatabase;
/** Of other processes: connections of their own. */
let others: Database[];
let troubles: unknown[];
let circuit: string;
let guard: CircuitGuard;

const guardOver = (db: Database, limits: Partial<CircuitLimits> = {}): CircuitGuard =>
  createCircuits({
    db,
    limits: { ...defaultCircuitLimits, ...limits },
    onError: (_circuit, error) => troubles.push(error),
  });

beforeAll(async () => {
  database = await createTestDatabase();
  others = [createDatabase(database.url, { max: 4 }), createDatabase(database.url, { max: 4 })];
});
afterAll(async () => {
  for (const db of others) await db.$disconnect();
  await database.drop();
});
beforeEach(() => {
  troubles = [];
  circuit = `gemini/${String(Math.random())}`;
  guard = guardOver(database.db);
});

/** As adapters throw it. */
class ServiceError extends Error {
  readonly code: string;
  readonly health: boolean;
  readonly retryable = true;
  readonly retryAfterMs: number | undefined;
  constructor(health = true, retryAfterMs?: number) {
    super('the service said no');
    this.code = health ? 'provider_unavailable' : 'provider_invalid_output';
    this.health = health;
    this.retryAfterMs = retryAfterMs;
  }
}
const down = new ServiceError();
const odd = new ServiceError(false);

const good = async () => guard(circuit, async () => Promise.resolve('answer'));
const bad = async (error: Error = down) =>
  guard(circuit, async () => Promise.reject(error)).catch((thrown: unknown) => thrown);
const neverCalled = async () => Promise.reject(new Error('this must not be called'));
const row = async () => database.db.providerCircuit.findUniqueOrThrow({ where: { name: circuit } });
/** Lets the pause of the circuit pass. */
const elapse = async () =>
  database.db
    .$executeRaw`UPDATE provider_circuits SET open_until = now() - interval '1 ms' WHERE name = ${circuit}`;
const open = async () => {
  for (let n = 0; n < 3; n += 1) await bad();
};
/** For how long a failure or a refused call parks its task, in ms. */
const parkOf = (thrown: unknown) => {
  expect(thrown).toBeInstanceOf(ParkedError);
  return (thrown as ParkedError).parkForMs;
};

/** A call under way, whose end the test decides. */
function pending() {
  let answer: (text: string) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const end = new Promise<string>((resolve, reject) => ([answer, fail] = [resolve, reject]));
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const ended = guard(circuit, async () => {
    begin();
    return end;
  }).catch((thrown: unknown) => thrown);
  return { begun, ended, answer, fail };
}

test('a healthy service is called, and its row stays as it was made', async () => {
  expect(await good()).toBe('answer');
  const made = await row();
  expect(made).toMatchObject({ failures: 0, budget: 10, openUntil: null, openings: 0 });
  await good();
  expect(await row()).toEqual(made);
});

test('three failures in a row open it: the third is parked, and then nobody calls', async () => {
  expect(await bad()).toBe(down);
  expect(await bad()).toBe(down);
  const third = await bad();
  expect(third).toMatchObject({ code: 'provider_circuit_open', cause: down });
  expect((third as Error).message).toContain(`${circuit} is failing (provider_unavailable)`);
  expect(parkOf(third)).toBeGreaterThan(1_500);
  expect(parkOf(third)).toBeLessThanOrEqual(2_000);
  for (const db of [database.db, ...others])
    await expect(guardOver(db)(circuit, neverCalled)).rejects.toMatchObject({
      code: 'provider_circuit_open',
    });
});

test('a good call in between ends the row of failures, and so does a failure that shows the service alive', async () => {
  for (const alive of [good, async () => bad(odd)]) {
    await bad();
    await bad();
    await alive();
  }
  expect(await row()).toMatchObject({ failures: 0, openUntil: null });
  expect(await bad(odd)).toBe(odd);
});

test('when the pause is over one caller of all processes tries, and the others wait', async () => {
  await open();
  await elapse();
  let calls = 0;
  let release: (answer: string) => void = () => undefined;
  const answered = new Promise<string>((resolve) => (release = resolve));
  const guards = [database.db, ...others].map((db) => guardOver(db));
  const waiting: number[] = [];
  const callers = Array.from({ length: 30 }, async (_, n) => {
    const of = guards[n % 3] ?? guard;
    return of(circuit, async () => {
      calls += 1;
      return answered;
    }).catch((thrown: unknown) => waiting.push(parkOf(thrown)));
  });
  await until('all others are parked', async () => Promise.resolve(waiting.length === 29));
  release('answer');
  expect(await Promise.all(callers)).toContain('answer');
  expect(calls).toBe(1);
  expect(Math.max(...waiting)).toBeLessThanOrEqual(5_000);
  expect(await row()).toMatchObject({ failures: 0, openUntil: null, openings: 0 });
  expect(await good()).toBe('answer');
});

test('pauses double up to the cap while trials fail, each a little shorter by chance', async () => {
  await bad();
  await bad();
  for (const ceiling of [2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]) {
    const forMs = parkOf(await bad());
    expect(forMs).toBeGreaterThan(ceiling * 0.8 - 100);
    expect(forMs).toBeLessThanOrEqual(ceiling + 10);
    await elapse();
  }
  await good();
  await open();
  expect(parkOf(await bad())).toBeLessThanOrEqual(2_000);
});

test('what the service asks for by Retry-After is the least', async () => {
  await bad();
  await bad();
  const forMs = parkOf(await bad(new ServiceError(true, 45_000)));
  expect(forMs).toBeGreaterThan(44_000);
  expect(forMs).toBeLessThanOrEqual(45_010);
});

test('a service that fails every other time uses up its budget, then each failure opens', async () => {
  let failures = 0;
  let thrown: unknown;
  do {
    thrown = await bad();
    failures += 1;
    if (thrown === down) await good();
  } while (thrown === down && failures < 20);
  // 10 − 0.8·11 leaves 1.2; the twelfth failure leaves 0.4 after the good call, and the next is one too many.
  expect(failures).toBe(13);
  expect(await row()).toMatchObject({ failures: 1, budget: 0, openings: 1 });
  await elapse();
  await good();
  expect((await row()).budget).toBeCloseTo(0.2);
  parkOf(await bad());
});

test('good calls fill the budget, up to its size', async () => {
  await bad();
  for (let n = 0; n < 4; n += 1) await good();
  expect((await row()).budget).toBeCloseTo(9.8);
  for (let n = 0; n < 4; n += 1) await good();
  expect((await row()).budget).toBe(10);
});

test('an aborted call counts as nothing and gives the trial back', async () => {
  await bad();
  await open();
  await elapse();
  const before = await row();
  const reason = new Error('cancelled by the learner');
  expect(await bad(reason)).toBe(reason);
  const { failures, budget, openings } = await row();
  expect({ failures, budget, openings }).toEqual({
    failures: before.failures,
    budget: before.budget,
    openings: before.openings,
  });
  expect(await good()).toBe('answer');
});

test('calls that began before it opened neither close nor prolong it', async () => {
  const [late, lost] = [pending(), pending()];
  await Promise.all([late.begun, lost.begun]);
  await open();
  const { openUntil } = await row();
  late.answer('late');
  expect(await late.ended).toBe('late');
  lost.fail(down);
  parkOf(await lost.ended);
  expect(await row()).toMatchObject({ openUntil, openings: 1 });
});

test('a trial is held for as long as its call runs', async () => {
  guard = guardOver(database.db, { trialMs: 900 });
  await open();
  await elapse();
  const trial = pending();
  await trial.begun;
  const taken = (await row()).openUntil?.getTime() ?? Infinity;
  await until('it is renewed', async () => ((await row()).openUntil?.getTime() ?? 0) > taken + 600);
  parkOf(await bad());
  trial.answer('answer');
  expect(await trial.ended).toBe('answer');
  expect((await row()).openUntil).toBeNull();
});

test('a trial whose process died is taken by another, and its late outcome changes nothing', async () => {
  await open();
  await elapse();
  const lost = pending();
  await lost.begun;
  await elapse();
  const taken = await takeTrial(database.db, circuit, defaultCircuitLimits);
  expect(taken).not.toBeNull();
  lost.fail(down);
  parkOf(await lost.ended);
  expect((await row()).openUntil?.getTime()).toBe(taken);
});

test('without the database nobody calls, and the error says that it is an outage', async () => {
  const url = new URL(database.url);
  url.port = '1';
  const unreachable = createDatabase(url.href);
  const thrown = await guardOver(unreachable)(circuit, neverCalled).catch((error: unknown) => error);
  expect(isDatabaseOutage(thrown)).toBe(true);
  await unreachable.$disconnect();
});

test('what a call answered or threw survives when it cannot be noted', async () => {
  const { db } = database;
  const hide = async () => db.$executeRaw`ALTER TABLE provider_circuits RENAME TO hidden`;
  const show = async () => db.$executeRaw`ALTER TABLE hidden RENAME TO provider_circuits`;
  const answer = await guard(circuit, async () => {
    await hide();
    return 'answer';
  });
  await show();
  expect(answer).toBe('answer');
  const failed = guard(circuit, async () => {
    await hide();
    throw down;
  });
  await expect(failed).rejects.toBe(down);
  await show();
  expect(troubles).toHaveLength(2);
});
