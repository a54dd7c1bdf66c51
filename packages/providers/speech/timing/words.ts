import { lengthMs, type Pcm } from '../pcm.ts';
import type { WordTime } from './phones.ts';

/** Joins the words of the caption with their times, moved to the trimmed sound and kept inside it. */
export function wordsWithin(
  words: readonly string[],
  times: readonly WordTime[],
  sound: Pcm & { offsetMs: number },
): { text: string; startMs: number; endMs: number }[] {
  const end = lengthMs(sound);
  const moved = (ms: number): number => Math.min(end, Math.max(0, ms - sound.offsetMs));
  return words.map((text, index) => ({
    text,
    startMs: moved(times[index]?.startMs ?? 0),
    endMs: moved(times[index]?.endMs ?? 0),
  }));
}
