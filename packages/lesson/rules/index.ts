export { captionWidth } from './caption-width.ts';
export { checkCaptions, checkScript, checkTimedLesson, ruleCatalogue } from './catalogue.ts';
export type { Caption, CaptionedLesson } from './captions.ts';
export type { Rule, RuleFinding } from './finding.ts';
export {
  captionCharsPerSecondMax,
  limits,
  questionPauseMs,
  sceneCountRange,
  scenePauseMs,
  sceneSecondsRange,
  sentencePauseMs,
  speakingRateFor,
  speakingRateRange,
  usualSecondsMin,
  wholeLessonSeconds,
} from './limits.ts';
export type {
  DeliveredTexts,
  LitWords,
  PictureMeasures,
  PosterMeasures,
  SceneLook,
  SeenReveal,
  SoundMeasures,
} from './finished.ts';
export { limitInWords } from './finding.ts';
export { hardFailures, qaReport, qaRules, qaSummary, type QaSubject } from './report.ts';
export {
  qaReportSchema,
  storedQaReportSchema,
  type QaCheck,
  type QaReport,
  type QaSummary,
  type StoredQaReport,
} from './report-schema.ts';
export { gradeOfCounts, readingCounts, readingGrade, type ReadingCounts } from './reading.ts';
export { narrationGrade, secondPersonShare } from './narration.ts';
export { countScreenWords, screenEcho, screenTexts } from './screen.ts';
export type { Reveal, SpokenLesson } from './speech.ts';
export { estimateTiming, sentenceMs, type LessonTiming, type SceneSpan, type TimedScene } from './timing.ts';
export { addressesLearner, contentWords, phraseIndex, plainWords, sameWord, wordOverlap } from './wording.ts';
export { standingOf, type Authorship } from './standing.ts';
