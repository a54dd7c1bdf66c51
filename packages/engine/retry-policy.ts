/** Capped exponential backoff with full jitter, in ms. */
export interface RetryPolicy {
  baseMs: number;
  capMs: number;
}

/**
 * How a transient error is waited for. `busy`: somebody else has to recover first. `broken`: the next answer may simply
 * be better. `other`: everything that does not say.
 */
export type RetryClass = 'busy' | 'broken' | 'other';

export type RetryPolicies = Readonly<Record<RetryClass, RetryPolicy>>;

export const defaultRetryPolicies: RetryPolicies = {
  busy: { baseMs: 2_000, capMs: 60_000 },
  broken: { baseMs: 250, capMs: 5_000 },
  other: { baseMs: 1_000, capMs: 30_000 },
};

/**
 * Wait before the next try after `attempt` tries (1, 2, …): anything up to min(cap, base·2^(attempt−1)) at random, so
 * that tries which failed together do not come back together; never less than what the service asked for.
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function backoffMs(
  policy: RetryPolicy,
  attempt: number,
  retryAfterMs: number | undefined,
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(policy.capMs, policy.baseMs * 2 ** (attempt - 1));
  // What is asked for is a floor for everybody: the jitter goes on top.
  return Math.round((retryAfterMs ?? 0) + random() * ceiling);
}
