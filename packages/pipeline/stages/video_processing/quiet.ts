import type { LessonScript } from '@vividly/lesson';
import type { Timeline } from './timeline.ts';

/** New terms × words a minute: two terms at an ordinary tempo, or one that is rushed through. */
const denseFrom = 250;

/**
 * The dense scenes, in ms of the lesson: there music would ask too much of the learner (rule 11). A scene is dense by its
 * new terms times its words a minute, pauses included.
 */
export function denseStretches(
  script: LessonScript,
  { scenes }: Timeline,
): { startMs: number; endMs: number }[] {
  return scenes.flatMap(({ sceneId, offsetMs, durationMs, words }) => {
    const terms = script.scenes.find(({ id }) => id === sceneId)?.terms.length ?? 0;
    const wordsPerMinute = (words.length * 60_000) / durationMs;
    return terms * wordsPerMinute >= denseFrom ? [{ startMs: offsetMs, endMs: offsetMs + durationMs }] : [];
  });
}
