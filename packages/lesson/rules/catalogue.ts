import type { LessonScript } from '../script.ts';
import { captionRules, type CaptionedLesson } from './captions.ts';
import { findingsOf, type RuleFinding } from './finding.ts';
import { lengthRules } from './length.ts';
import { speakingRateFor } from './limits.ts';
import { mappingRules, misconceptionRules } from './mapping.ts';
import { termRules, wordingRules } from './narration.ts';
import { planRules } from './plan.ts';
import { screenRules } from './screen.ts';
import { sourceRules } from './sources.ts';
import { speechRules, type SpokenLesson } from './speech.ts';
import { estimateTiming, measuredTiming } from './timing.ts';
import { pauseRules } from './voice.ts';

/**
 * The rules that judge a lesson before it is finished, by what they look at. Those that judge finished files are in
 * `sound.ts`, `picture.ts` and `delivery.ts`.
 */
export const ruleCatalogue = {
  script: [
    ...planRules,
    ...screenRules,
    ...termRules,
    ...wordingRules,
    ...mappingRules,
    ...misconceptionRules,
    ...sourceRules,
    ...pauseRules,
  ],
  length: lengthRules,
  speech: speechRules,
  captions: captionRules,
} as const;

/**
 * Judges a script before it is spoken: rules 1 to 10 and 14, lengths estimated from words, pauses and
 * `wordsPerMinute` (default: the usual rate for the script's grade). No findings means no broken rule.
 */
export function checkScript(
  script: LessonScript,
  { wordsPerMinute = speakingRateFor(script.gradeLevel) }: { wordsPerMinute?: number } = {},
): RuleFinding[] {
  return [
    ...findingsOf(ruleCatalogue.script, script),
    ...findingsOf(ruleCatalogue.length, { script, timing: estimateTiming(script, wordsPerMinute) }),
  ];
}

/** Judges a spoken lesson by its measured times: rules 1, 9, 10 and 14. Pass no reveals before it is drawn. */
export function checkTimedLesson(lesson: SpokenLesson): RuleFinding[] {
  return [
    ...findingsOf(ruleCatalogue.length, { script: lesson.script, timing: measuredTiming(lesson.scenes) }),
    ...findingsOf(ruleCatalogue.speech, lesson),
  ];
}

/** Judges the captions of a lesson: rule 12. */
export function checkCaptions(lesson: CaptionedLesson): RuleFinding[] {
  return findingsOf(ruleCatalogue.captions, lesson);
}
