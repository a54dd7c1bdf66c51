import { setTimeout as delay } from 'node:timers/promises';

/** What was waited for did not come in time. */
export class WaitedInVain extends Error {
  override readonly name = 'WaitedInVain';
  constructor(what: string, limitMs: number) {
    super(`waited ${String(limitMs)} ms in vain until ${what}`);
  }
}

export interface Patience {
  limitMs: number;
  signal: AbortSignal;
  /** Time between two looks. */
  everyMs?: number;
}

/** Looks until `probe` gives something, and returns it. Throws `WaitedInVain`, or the reason of `signal`. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | null | undefined | false>,
  { limitMs, signal, everyMs = 50 }: Patience,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    signal.throwIfAborted();
    const seen = await probe();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    if (Date.now() > deadline) throw new WaitedInVain(what, limitMs);
    await pause(everyMs, signal);
  }
}

/** Waits `ms`. Throws the reason of `signal`. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
}
