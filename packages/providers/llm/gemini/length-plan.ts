import {
  questionPauseMs,
  sceneCountRange,
  scenePauseMs,
  wholeLessonSeconds,
  type SceneRole,
} from '@vividly/lesson';
import type { LessonBrief } from '../port.ts';

/** Silence between two sentences of a scene in ms. */
export const sentencePauseMs = 250;

const secondsPerScene = 13;
const wordsPerSentence = 12;
const objectivesMax = 3;

/** What a lesson of the asked length has room for. */
export interface LengthPlan {
  /** Scenes in order; as many `explain` as there are objectives. */
  roles: SceneRole[];
  objectives: number;
  /** Spoken words in all scenes together. */
  words: number;
  sentences: number;
}

/**
 * Plans a lesson so that its words, spoken at the brief's rate, and its pauses take the asked time (rules 1 and 9).
 * A lesson below `wholeLessonSeconds` has no room for analogy, misconception and example scenes.
 */
export function lengthPlan(
  brief: Pick<LessonBrief, 'targetSeconds' | 'wordsPerMinute' | 'interest'>,
): LengthPlan {
  const { targetSeconds, wordsPerMinute, interest } = brief;
  const whole = targetSeconds >= wholeLessonSeconds;
  const middle: SceneRole[] = [
    ...(whole && interest !== null ? (['analogy'] as const) : []),
    ...(whole ? (['misconception'] as const) : []),
    'quiz',
    'recap',
  ];
  const { min, max } = sceneCountRange(targetSeconds);
  const room = Math.min(max, Math.max(min, Math.round(targetSeconds / secondsPerScene)));
  const objectives = Math.min(objectivesMax, Math.max(1, room - middle.length - 1));
  const roles: SceneRole[] = [
    'hook',
    ...Array.from({ length: objectives }, () => 'explain' as const),
    ...middle,
  ];
  const spokenMs =
    targetSeconds * 1000 -
    questionPauseMs -
    scenePauseMs * (roles.length - 1) +
    sentencePauseMs * roles.length;
  const words = Math.round(spokenMs / (60_000 / wordsPerMinute + sentencePauseMs / wordsPerSentence));
  return { roles, objectives, words, sentences: Math.round(words / wordsPerSentence) };
}
