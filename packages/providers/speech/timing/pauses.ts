import { lengthMs, silencesOf, type Pcm } from '../pcm.ts';
import type { WordTime } from './phones.ts';

/** Shorter silences are mostly the closures of p, t and k. */
const SHORTEST_PAUSE_MS = 50;
/** A pause this far from where a word was believed to start is another one. */
const REACH_MS = 250;
/** Marks at which voices pause. */
const PAUSED_AT = /[,.;:!?…–—]["'”’)]*$/;

/**
 * Corrects times that were carried over from another voice: a word after a mark at which voices pause starts where the
 * sound sets in after the pause nearest to it, and the word before it ends where that pause begins. Times without such a
 * pause nearby stay.
 */
export function startAfterPauses(
  words: readonly string[],
  times: readonly WordTime[],
  sound: Pcm,
): WordTime[] {
  const pauses = silencesOf(sound).filter(({ startMs, endMs }) => endMs - startMs >= SHORTEST_PAUSE_MS);
  const corrected = times.map((time) => ({ ...time }));
  corrected.forEach((time, index) => {
    const before = corrected[index - 1];
    if (before === undefined || !PAUSED_AT.test(words[index - 1] ?? '')) return;
    const distance = (pause: { endMs: number }) => Math.abs(pause.endMs - time.startMs);
    const [nearest] = [...pauses].sort((one, other) => distance(one) - distance(other));
    if (nearest === undefined || distance(nearest) > REACH_MS) return;
    const next = corrected[index + 1]?.startMs ?? lengthMs(sound);
    if (nearest.startMs <= before.startMs || nearest.endMs >= next) return;
    time.startMs = nearest.endMs;
    // A short word may have been believed to be over by then.
    if (time.endMs <= time.startMs) time.endMs = next;
    before.endMs = nearest.startMs;
  });
  return corrected;
}
