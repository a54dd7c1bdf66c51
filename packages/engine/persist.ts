import { setTimeout as delay } from 'node:timers/promises';
import { isDatabaseOutage } from '@vividly/db';

/** Pause between tries, in ms. */
const pauseMs = 250;

/**
 * Writes down what became of a task. While the database is away it is tried again, for `patienceMs` at most: work that
 * is done should not be lost to a restart. Late is harmless, because the write carries its epoch; so is a write whose
 * first try was committed without our hearing of it, because the second finds the task no longer held.
 * Throws what `write` throws: an outage that lasted, or anything else at once.
 */
export async function persist<T>(patienceMs: number, write: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isDatabaseOutage(error) || performance.now() > deadline) throw error;
      await delay(pauseMs);
    }
  }
}
