import type { Database } from '@vividly/db';
import {
  lookAtCircuit,
  noteFailedCall,
  noteGoodCall,
  renewTrial,
  returnTrial,
  takeTrial,
  type CircuitLimits,
  type Trial,
} from './circuit-state.ts';
import { ParkedError } from './errors.ts';

/**
 * Circuit breakers that all workers share: one row of `provider_circuits` for each provider's model, PostgreSQL's clock.
 *
 * What holds, however many processes call:
 * - Every change is one UPDATE of one row, so changes follow one another and none is lost.
 * - Nobody begins a call while the circuit is open. Calls that were on their way when it opened run to their end, so the
 *   calls that meet a service that is down are at most those, plus `failuresToOpen`, plus one for each pause.
 * - When a pause is over exactly one caller gets the trial: `open_until <= now()` is asked again under the row's lock,
 *   and the winner has moved it. It holds the trial for as long as it renews it; a process that dies loses it after
 *   `trialMs`, and so does one that cannot reach the database for so long: only then can two trials overlap.
 * - Only the trial's outcome closes or reopens an open circuit.
 */
export interface CircuitDeps {
  db: Database;
  limits: CircuitLimits;
  /** What went wrong in noting a call's outcome; the outcome itself is answered as it was. */
  onError: (circuit: string, error: unknown) => void;
}

export const defaultCircuitLimits: CircuitLimits = {
  failuresToOpen: 3,
  budget: { capacity: 10, perGoodCall: 0.2 },
  pause: { baseMs: 2_000, capMs: 30_000 },
  trialMs: 5_000,
};

/** Makes `call` unless the circuit is open; see `createCircuits`. */
export type CircuitGuard = <T>(circuit: string, call: () => Promise<T>) => Promise<T>;

/** What an error says about the service: it is unwell, it is alive, or (an abort, a bug of ours) nothing. */
type Sign = { kind: 'failed'; code: string; retryAfterMs: number } | { kind: 'alive' } | { kind: 'none' };

/**
 * The guard of a process. Its calls answer and throw what `call` does, except that a circuit which is open, or which
 * this failure left open, throws `ParkedError` (`provider_circuit_open`): the task waits and no try is used up. A
 * database that cannot be asked before the call throws its own error, and the call is not made.
 */
export function createCircuits({ db, limits, onError }: CircuitDeps): CircuitGuard {
  return async (circuit, call) => {
    const trial = await enter(db, circuit, limits);
    const held = trial === null ? null : holdTrial(db, circuit, trial, limits);
    /** Bookkeeping never takes the place of what the call answered. */
    const note = async <T>(work: (trial: Trial | null) => Promise<T>): Promise<T | null> => {
      try {
        return await work((await held?.end()) ?? null);
      } catch (error) {
        onError(circuit, error);
        return null;
      }
    };
    let answer;
    try {
      answer = await call();
    } catch (error) {
      const sign = signOf(error);
      if (sign.kind === 'alive') await note(async (ours) => noteGoodCall(db, circuit, ours, limits));
      if (sign.kind === 'none')
        await note(async (ours) => (ours === null ? undefined : returnTrial(db, circuit, ours)));
      if (sign.kind !== 'failed') throw error;
      const { code, retryAfterMs } = sign;
      const openMs = await note(async (ours) =>
        noteFailedCall(db, circuit, { trial: ours, retryAfterMs }, limits),
      );
      if (openMs === null) throw error;
      throw parked(circuit, openMs, code, error);
    }
    await note(async (ours) => noteGoodCall(db, circuit, ours, limits));
    return answer;
  };
}

/** Lets the caller in, with the trial when the call is one; throws `ParkedError` when the circuit is open. */
async function enter(db: Database, circuit: string, limits: CircuitLimits): Promise<Trial | null> {
  const view = await lookAtCircuit(db, circuit, limits);
  if (view.state === 'closed') return null;
  if (view.state === 'open') throw parked(circuit, view.forMs);
  const trial = await takeTrial(db, circuit, limits);
  if (trial === null) throw parked(circuit, limits.trialMs);
  return trial;
}

/** Renews the trial while its call runs. `end` stops that and answers what is held by then; null when it was lost. */
function holdTrial(db: Database, circuit: string, first: Trial, limits: CircuitLimits) {
  let held: Promise<Trial | null> = Promise.resolve(first);
  const timer = setInterval(() => {
    held = held.then(async (trial) => {
      if (trial === null) return null;
      // What cannot be renewed now may still be held: the next beat, or the outcome, finds out.
      return renewTrial(db, circuit, trial, limits).catch(() => trial);
    });
  }, limits.trialMs / 3);
  return {
    async end() {
      clearInterval(timer);
      return held;
    },
  };
}

/** Adapters' errors have a `code` and say by `health` whether the service is unwell. */
function signOf(error: unknown): Sign {
  if (!(error instanceof Error) || !('health' in error) || !('code' in error)) return { kind: 'none' };
  if (error.health !== true) return { kind: 'alive' };
  const asked = 'retryAfterMs' in error ? error.retryAfterMs : undefined;
  return { kind: 'failed', code: String(error.code), retryAfterMs: typeof asked === 'number' ? asked : 0 };
}

function parked(circuit: string, forMs: number, code?: string, cause?: unknown): ParkedError {
  const seconds = String(Math.ceil(forMs / 1000));
  const why = code === undefined ? '' : ` (${code})`;
  return new ParkedError(
    'provider_circuit_open',
    `${circuit} is failing${why}: nobody calls it for the next ${seconds} s`,
    forMs,
    cause === undefined ? {} : { cause },
  );
}
