import type { Trial } from './fault.ts';
import { until } from './until.ts';

/** Longer than the longest pause of a circuit with the trial call after it. */
const closeLimitMs = 90_000;

/**
 * Waits until every circuit is closed, and forgets what is noted about them: one fault's failures must not use up the
 * next one's budget. Throws `WaitedInVain`.
 */
export async function settleCircuits({ stack, signal }: Trial): Promise<void> {
  const { providerCircuit } = stack.db;
  await until(
    'every circuit is closed',
    async () => (await providerCircuit.count({ where: { openUntil: { not: null } } })) === 0,
    { limitMs: closeLimitMs, signal },
  );
  await providerCircuit.deleteMany();
}

/** Whether a circuit is open now. */
export async function circuitIsOpen({ stack }: Trial): Promise<boolean> {
  return (await stack.db.providerCircuit.count({ where: { openUntil: { not: null } } })) > 0;
}
