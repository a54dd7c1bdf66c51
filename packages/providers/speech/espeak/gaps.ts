import type { Pcm } from '../pcm.ts';

/** A stretch of samples, `end` exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** The sound between gaps: runs of exact zeros (which is what espeak-ng writes for a pause) of `gapMs` and more. */
export function soundBetweenGaps({ pcm, sampleRate }: Pcm, gapMs: number): Span[] {
  const shortest = (gapMs * sampleRate) / 1000;
  const spans: Span[] = [];
  let start = 0;
  let zeros = 0;
  for (let i = 0; i <= pcm.length; i += 1) {
    if (i < pcm.length && pcm[i] === 0) {
      zeros += 1;
      continue;
    }
    if (zeros >= shortest || i === pcm.length) {
      const end = i - zeros;
      if (end > start) spans.push({ start, end });
      start = i;
    }
    zeros = 0;
  }
  return spans;
}

/** The spans one after the other, and where each starts in that, in ms. */
export function withoutGaps({ pcm, sampleRate }: Pcm, spans: readonly Span[]): Pcm & { startsMs: number[] } {
  const length = spans.reduce((sum, { start, end }) => sum + end - start, 0);
  const joined = new Int16Array(length);
  const startsMs: number[] = [];
  let at = 0;
  for (const { start, end } of spans) {
    startsMs.push((at * 1000) / sampleRate);
    joined.set(pcm.subarray(start, end), at);
    at += end - start;
  }
  return { pcm: joined, sampleRate, startsMs };
}
