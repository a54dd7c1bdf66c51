import { wordsOf, type LessonScript, type Sentence } from '../script.ts';
import type { TimedWord } from '../speech.ts';
import { scenePauseMs } from './limits.ts';

/** Where a scene lies on the lesson's time line. */
export interface SceneSpan {
  sceneId: string;
  offsetMs: number;
  durationMs: number;
}

/** A lesson's time line, estimated or measured. */
export interface LessonTiming {
  totalMs: number;
  scenes: SceneSpan[];
}

/** A scene as it was spoken. */
export interface TimedScene extends SceneSpan {
  words: TimedWord[];
}

/** ms a sentence takes at `wordsPerMinute`, its pause included. */
export function sentenceMs(
  sentence: Pick<Sentence, 'text' | 'pauseAfterMs'>,
  wordsPerMinute: number,
): number {
  return (wordsOf(sentence.text).length * 60_000) / wordsPerMinute + sentence.pauseAfterMs;
}

/**
 * The time line a script will have when spoken at `wordsPerMinute`: words, pauses after sentences, and
 * `scenePauseMs` between scenes.
 */
export function estimateTiming(script: LessonScript, wordsPerMinute: number): LessonTiming {
  let offsetMs = 0;
  const scenes = script.scenes.map((scene, index) => {
    if (index > 0) offsetMs += scenePauseMs;
    const durationMs = scene.sentences.reduce(
      (sum, sentence) => sum + sentenceMs(sentence, wordsPerMinute),
      0,
    );
    const span = { sceneId: scene.id, offsetMs, durationMs };
    offsetMs += durationMs;
    return span;
  });
  return { totalMs: offsetMs, scenes };
}

/** The time line of spoken scenes; ends where the last scene ends. */
export function measuredTiming(scenes: readonly TimedScene[]): LessonTiming {
  const totalMs = Math.max(0, ...scenes.map((scene) => scene.offsetMs + scene.durationMs));
  return {
    totalMs,
    scenes: scenes.map(({ sceneId, offsetMs, durationMs }) => ({ sceneId, offsetMs, durationMs })),
  };
}
