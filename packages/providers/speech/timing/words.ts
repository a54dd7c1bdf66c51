import { lengthMs, silencesOf, type Pcm } from '../pcm.ts';
import type { WordTime } from './phones.ts';

/** Pauses, and the closures before p, t, k: no word is heard to begin or to end inside one. */
const SHORTEST_SILENCE_MS = 30;
/** A word's time may be this far before the edge of a silence and still be meant to lie behind it. */
const EDGE_MS = 20;

/**
 * Joins the words of a caption with their times in `sound`, kept inside it. A word that starts in a silence is moved
 * to where the sound sets in again, one that ends in a silence to where it broke off.
 */
export function wordsHeard(
  words: readonly string[],
  times: readonly WordTime[],
  sound: Pcm,
): { text: string; startMs: number; endMs: number }[] {
  const length = lengthMs(sound);
  const silences = silencesOf(sound).filter(({ startMs, endMs }) => endMs - startMs >= SHORTEST_SILENCE_MS);
  const setsIn = (ms: number): number =>
    silences.find(({ startMs, endMs }) => startMs - EDGE_MS <= ms && ms <= endMs)?.endMs ?? ms;
  const breaksOff = (ms: number): number =>
    silences.find(({ startMs, endMs }) => startMs <= ms && ms <= endMs + EDGE_MS)?.startMs ?? ms;
  return words.map((text, index) => {
    const time = times[index] ?? { startMs: length, endMs: length };
    const startMs = clamp(setsIn(time.startMs), length);
    if (time.endMs <= time.startMs) return { text, startMs, endMs: startMs };
    return { text, startMs, endMs: Math.max(startMs, clamp(breaksOff(time.endMs), length)) };
  });
}

function clamp(ms: number, length: number): number {
  return Math.min(length, Math.max(0, ms));
}
