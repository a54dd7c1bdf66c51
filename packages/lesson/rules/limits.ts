/** A closed interval; either end may be open. */
export interface Range {
  min: number;
  max: number;
}

/**
 * Asked lengths from here on are whole lessons. A shorter one is a single idea: opening, explanation, question and
 * recap of 8 s each leave no room for every part that rules 6 and 7 ask for.
 */
export const wholeLessonSeconds = 75;
/** The shortest lesson made unless the learner asks for less (rule 1). */
export const usualSecondsMin = 60;

/** The figures of the lesson rules, by rule number. */
export const limits = {
  lessonSecondsMax: 360,
  shortLessonSecondsMax: 180,
  screenWordsMax: 12,
  /** Texts of so few words are keywords and may be spoken as they stand. */
  keywordWordsMax: 4,
  overlapBelow: 0.5,
  secondPersonShareMin: 0.5,
  sentenceWordsMax: 25,
  readingGradeOff: 2,
  durationOffShare: 0.1,
  sceneGapMs: { min: 250, max: 700 },
  questionPauseMs: { min: 1700, max: 2600 },
  otherSilenceMsMax: 1500,
  revealOffMsMax: 300,
  captionLines: 2,
  captionLineChars: 42,
  captionMs: { min: 830, max: 7000 },
  captionGapFrames: 2,
  /** Integrated, and true peak: what sound is mastered to, and held against. */
  loudness: { lufs: -16, tolerance: 1, peakDb: -1.5 },
  musicUnderSpeechDb: 18,
  litOffMsMax: 80,
  contrastMin: 4.5,
  /** In a picture whose shorter side has fewer px, letters have too few pixels to tell ink from ground. */
  measurableSide: 360,
  /** As a share of the frame's height. */
  typeHeightMin: 0.04,
  soundOffMsMax: 1000 / 30,
  /** What may follow the last word, in ms. */
  tailMsMax: 1500,
  /** Standard deviation of luma, 0 to 255; a poster of one colour has 0. */
  posterSpreadMin: 15,
} as const;

/** Silence between two sentences of a scene in ms: enough to take one in before the next. */
export const sentencePauseMs = 250;
/** Silence between two scenes in ms (rule 10); whoever joins the scenes inserts it. */
export const scenePauseMs = 400;
/** Silence after a question to the learner in ms (rule 10). */
export const questionPauseMs = 2000;

/** Scenes a lesson of `targetSeconds` may have (rule 1). */
export function sceneCountRange(targetSeconds: number): Range {
  return { min: 4, max: targetSeconds <= limits.shortLessonSecondsMax ? 8 : 12 };
}

/**
 * Seconds one scene may last (rule 1): 8 to 35. A lesson asked for below 60 s still needs its four scenes, so its
 * floor shrinks with it, down to 4 s at 30 s.
 */
export function sceneSecondsRange(targetSeconds: number): Range {
  return { min: 8 * Math.min(1, Math.max(0.5, targetSeconds / usualSecondsMin)), max: 35 };
}

/** Words a minute a voice may speak at for `gradeLevel` (rule 10): slower for grades 1 to 5. */
export function speakingRateRange(gradeLevel: number): Range {
  return gradeLevel <= 5 ? { min: 110, max: 150 } : { min: 130, max: 170 };
}

/** The rate to ask a voice for when nothing else is known, in words a minute. */
export function speakingRateFor(gradeLevel: number): number {
  if (gradeLevel <= 2) return 120;
  return gradeLevel <= 5 ? 135 : 160;
}

/** Characters a second a caption may ask the learner to read (rule 12). */
export function captionCharsPerSecondMax(gradeLevel: number): number {
  return gradeLevel <= 5 ? 13 : 17;
}
