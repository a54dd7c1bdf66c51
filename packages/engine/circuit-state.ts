import { Prisma, type Database } from '@vividly/db';
import type { RetryPolicy } from './retry-policy.ts';

/** When a circuit opens, and for how long. */
export interface CircuitLimits {
  /** Failed calls in a row that open it. */
  failuresToOpen: number;
  /** Failed calls that may still follow: it starts full, a good call adds, a failed one draws 1; empty opens. */
  budget: { capacity: number; perGoodCall: number };
  /** How long it stays open: min(cap, base·2^n) after n openings in a row, up to a fifth less by chance. */
  pause: RetryPolicy;
  /** How long the trial call holds without a sign of life from its process, in ms. */
  trialMs: number;
}

/** What a caller finds. `forMs`: how long nobody may call. */
export type CircuitView = { state: 'closed' } | { state: 'open'; forMs: number } | { state: 'due' };

/**
 * The right to the one trial call: the value of `open_until` (ms since 1970) that its holder wrote. It is lost as soon
 * as somebody else writes another one, which only happens after it has run out.
 */
export type Trial = number;

const until = (ms: number) => Prisma.sql`now() + ${ms} * interval '1 millisecond'`;
const mark = Prisma.sql`(extract(epoch FROM open_until) * 1000)::float8`;
/** Never true without a trial: nothing equals NULL. */
const heldBy = (trial: Trial | null) => Prisma.sql`(${mark} = ${trial}::float8)`;

/** What stands about the circuit; its row is written when it is asked about for the first time. */
export async function lookAtCircuit(db: Database, name: string, limits: CircuitLimits): Promise<CircuitView> {
  const [row] = await db.$queryRaw<{ forMs: number | null }[]>`
    SELECT (extract(epoch FROM open_until - now()) * 1000)::float8 AS "forMs"
    FROM provider_circuits WHERE name = ${name}`;
  if (row === undefined)
    await db.$executeRaw`
      INSERT INTO provider_circuits (name, budget) VALUES (${name}, ${limits.budget.capacity})
      ON CONFLICT (name) DO NOTHING`;
  const forMs = row?.forMs ?? null;
  if (forMs === null) return { state: 'closed' };
  return forMs > 0 ? { state: 'open', forMs: Math.ceil(forMs) } : { state: 'due' };
}

/** Takes the trial call of a circuit whose pause is over; null when somebody else was first. */
export async function takeTrial(db: Database, name: string, limits: CircuitLimits): Promise<Trial | null> {
  const [row] = await db.$queryRaw<{ trial: Trial }[]>`
    UPDATE provider_circuits SET open_until = ${until(limits.trialMs)}
    WHERE name = ${name} AND open_until <= now() RETURNING ${mark} AS trial`;
  return row?.trial ?? null;
}

/** Holds the trial for another `trialMs`; null when it is lost. */
export async function renewTrial(
  db: Database,
  name: string,
  trial: Trial,
  limits: CircuitLimits,
): Promise<Trial | null> {
  const [row] = await db.$queryRaw<{ trial: Trial }[]>`
    UPDATE provider_circuits SET open_until = ${until(limits.trialMs)}
    WHERE name = ${name} AND ${heldBy(trial)} RETURNING ${mark} AS trial`;
  return row?.trial ?? null;
}

/** Gives the trial back unused: the next caller may have it at once. */
export async function returnTrial(db: Database, name: string, trial: Trial): Promise<void> {
  await db.$executeRaw`
    UPDATE provider_circuits SET open_until = now() WHERE name = ${name} AND ${heldBy(trial)}`;
}

/**
 * Notes a good call: it ends the row of failures and fills the budget; that of the trial closes the circuit. A row with
 * nothing to mend is not written. Once the circuit is open, good calls that began before do not close it: they tell of
 * an earlier time than the trial will.
 */
export async function noteGoodCall(
  db: Database,
  name: string,
  trial: Trial | null,
  { budget }: CircuitLimits,
): Promise<void> {
  await db.$executeRaw`
    UPDATE provider_circuits SET failures = 0, openings = 0, open_until = NULL,
      budget = least(${budget.capacity}::float8, budget + ${budget.perGoodCall}::float8)
    WHERE name = ${name} AND (open_until IS NULL OR ${heldBy(trial)})
      AND (failures > 0 OR openings > 0 OR open_until IS NOT NULL OR budget < ${budget.capacity}::float8)`;
}

/**
 * Notes a call that failed through the service's fault. Answers for how many ms nobody may call now; null while the
 * circuit stays closed. An open circuit is opened anew only by its trial: calls that began before do not make it longer.
 */
export async function noteFailedCall(
  db: Database,
  name: string,
  failed: { trial: Trial | null; retryAfterMs: number },
  { failuresToOpen, pause }: CircuitLimits,
): Promise<number | null> {
  const opens = Prisma.sql`(${heldBy(failed.trial)}
    OR (open_until IS NULL AND (failures + 1 >= ${failuresToOpen} OR budget <= 1)))`;
  const pauseMs = Prisma.sql`greatest(${failed.retryAfterMs}::float8,
    least(${pause.capMs}::float8, ${pause.baseMs}::float8 * power(2, least(openings, 30))) * (1 - random() / 5))`;
  const [row] = await db.$queryRaw<{ forMs: number | null }[]>`
    UPDATE provider_circuits SET failures = failures + 1, budget = greatest(0, budget - 1),
      open_until = CASE WHEN ${opens} THEN now() + ${pauseMs} * interval '1 millisecond' ELSE open_until END,
      openings = CASE WHEN ${opens} THEN openings + 1 ELSE openings END
    WHERE name = ${name}
    RETURNING (extract(epoch FROM open_until - now()) * 1000)::float8 AS "forMs"`;
  const forMs = row?.forMs ?? null;
  return forMs === null ? null : Math.max(0, Math.ceil(forMs));
}
