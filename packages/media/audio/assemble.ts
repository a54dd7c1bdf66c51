import type { TimedWord } from '@vividly/lesson';
import { MediaError } from '../errors.ts';
import type { Sound } from './wav.ts';

/** A sentence as a voice spoke it, with the silence after it. */
export interface SentencePart {
  spoken: Sound & { words: readonly { text: string; startMs: number; endMs: number }[] };
  pauseAfterMs: number;
}

/** A scene's narration with the time of every word. */
export interface AssembledScene extends Sound {
  durationMs: number;
  words: TimedWord[];
}

/** Pictures change 30 times a second; a scene's sound is as long as a whole number of them. */
const framesPerSecond = 30;

/**
 * Lays the sentences of a scene one after another: `leadInMs` of silence, each sentence and its pause, and `tailMs` at
 * the end (in place of the last sentence's pause where that is shorter). The length is rounded up to whole frames of
 * 1/30 s, so that picture and sound of a scene are equally long.
 */
export function assembleScene(
  parts: readonly SentencePart[],
  { leadInMs, tailMs }: { leadInMs: number; tailMs: number },
): AssembledScene {
  const [first] = parts;
  if (!first) throw new RangeError('a scene has at least one sentence');
  const { sampleRate } = first.spoken;
  const samplesOf = (ms: number) => Math.round((ms * sampleRate) / 1000);
  const words: TimedWord[] = [];
  const placed: { at: number; pcm: Int16Array }[] = [];
  let at = samplesOf(leadInMs);
  parts.forEach(({ spoken, pauseAfterMs }, sentence) => {
    if (spoken.sampleRate !== sampleRate)
      throw new MediaError('media_invalid_output', 'the sentences of a scene differ in sample rate');
    const offsetMs = (at * 1000) / sampleRate;
    for (const { text, startMs, endMs } of spoken.words)
      words.push({ text, sentence, startMs: offsetMs + startMs, endMs: offsetMs + endMs });
    placed.push({ at, pcm: spoken.pcm });
    const last = sentence === parts.length - 1;
    at += spoken.pcm.length + samplesOf(last ? Math.max(tailMs, pauseAfterMs) : pauseAfterMs);
  });
  const frames = Math.ceil((at * framesPerSecond) / sampleRate);
  const pcm = new Int16Array(Math.round((frames * sampleRate) / framesPerSecond));
  for (const piece of placed) pcm.set(piece.pcm, piece.at);
  return { pcm, sampleRate, durationMs: (frames * 1000) / framesPerSecond, words };
}

/** Scenes' narrations one after another, placed by their exact lengths so that rounding never adds up. */
export function joinNarration(scenes: readonly (Sound & { durationMs: number })[]): Sound {
  const [first] = scenes;
  if (!first) throw new RangeError('a lesson has at least one scene');
  const { sampleRate } = first;
  const totalMs = scenes.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const pcm = new Int16Array(Math.round((totalMs * sampleRate) / 1000));
  let startMs = 0;
  for (const scene of scenes) {
    if (scene.sampleRate !== sampleRate)
      throw new MediaError('media_invalid_output', 'the scenes of a lesson differ in sample rate');
    const at = Math.round((startMs * sampleRate) / 1000);
    pcm.set(scene.pcm.subarray(0, pcm.length - at), at);
    startMs += scene.durationMs;
  }
  return { pcm, sampleRate };
}
