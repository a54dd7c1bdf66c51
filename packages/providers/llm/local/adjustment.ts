import { estimateTiming, type LessonScript, type RuleFinding } from '@vividly/lesson';
import type { LessonBrief } from '../port.ts';
import type { Adjustment } from './write/compose.ts';

/** How much further inside its limits a scene is kept once it has missed them, as a share of the allowed range. */
const sceneMargin = 0.06;

/** A first composition: nothing is known to be wrong. */
export function unadjusted({ wordsPerMinute, gradeLevel }: LessonBrief): Adjustment {
  return { wordsPerMinute, grade: gradeLevel, banned: new Set(), sceneMargin: 0 };
}

/**
 * What the findings on `script` ask of a second composition: sentences that broke a rule do not come again, a missed
 * length shows how fast the voice really speaks, a missed reading grade is aimed at from the other side, and scenes
 * that were too long or short stay further inside their limits. Without its own memory, so that two rounds agree.
 */
export function adjustmentFor(
  brief: LessonBrief,
  script: LessonScript,
  findings: readonly RuleFinding[],
): Adjustment {
  const measured = (name: string): number | undefined =>
    findings.find((finding) => finding.name === name)?.measured;
  const seconds = measured('duration_off_target') ?? measured('lesson_too_long');
  const estimated = estimateTiming(script, brief.wordsPerMinute).totalMs / 1000;
  const reads = measured('reading_grade');
  const accused = new Set(findings.flatMap(({ sentenceId }) => sentenceId ?? []));
  const sentences = script.scenes.flatMap((scene) => scene.sentences);
  return {
    wordsPerMinute: brief.wordsPerMinute * (seconds === undefined ? 1 : estimated / seconds),
    grade: brief.gradeLevel + (reads === undefined ? 0 : script.gradeLevel - reads),
    banned: new Set(sentences.filter(({ id }) => accused.has(id)).map(({ text }) => text)),
    sceneMargin: findings.some(({ name }) => name === 'scene_length') ? sceneMargin : 0,
  };
}
