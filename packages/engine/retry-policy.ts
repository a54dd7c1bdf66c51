/** Capped exponential backoff with jitter, in ms. */
export interface RetryPolicy {
  baseMs: number;
  capMs: number;
}

export const defaultRetryPolicy: RetryPolicy = { baseMs: 1_000, capMs: 60_000 };

/**
 * Wait before the next try after `attempt` tries (1, 2, …): half of min(cap, base·2^(attempt−1)) for sure and half at
 * random, so that tries neither come at once nor together; never less than what the service asked for.
 */
export function backoffMs(
  policy: RetryPolicy,
  attempt: number,
  retryAfterMs: number | undefined,
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(policy.capMs, policy.baseMs * 2 ** (attempt - 1));
  return Math.round(Math.max(ceiling / 2 + random() * (ceiling / 2), retryAfterMs ?? 0));
}
