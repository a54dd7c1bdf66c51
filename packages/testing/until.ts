import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits until `probe` gives something other than null, undefined or false, and returns it. Fails after `timeoutMs`
 * with `what` and the last thing seen.
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | null | undefined | false>,
  timeoutMs = 20_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const seen = await probe();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    if (Date.now() > deadline) throw new Error(`waited ${String(timeoutMs)} ms in vain until ${what}`);
    await delay(25);
  }
}
