import type { ObjectStorage } from '../../storage/port.ts';
import { SENTENCES } from './cached-speech.ts';

/**
 * Removes kept sentences that were spoken more than `days` ago, so that the cache does not grow without end; one that is
 * still wanted is spoken again. Returns how many.
 */
export async function forgetSentences(storage: ObjectStorage, days: number): Promise<number> {
  const before = Date.now() - days * 24 * 3_600_000;
  let removed = 0;
  for await (const { key, modifiedAt } of storage.list(SENTENCES)) {
    if (modifiedAt.getTime() > before) continue;
    await storage.delete(key);
    removed += 1;
  }
  return removed;
}
