import { z } from 'zod';
import { wordsOf, type LessonScript } from '../script.ts';
import { captionSpeed, type CaptionedLesson } from './captions.ts';
import { checkCaptions, checkTimedLesson, ruleCatalogue } from './catalogue.ts';
import { findingsOf } from './finding.ts';
import {
  captionCharsPerSecondMax,
  limits,
  sceneCountRange,
  sceneSecondsRange,
  speakingRateFor,
  speakingRateRange,
} from './limits.ts';
import { narrationGrade, secondPersonShare } from './narration.ts';
import { countScreenWords, screenOverlap, screenTexts } from './screen.ts';
import { sourcedShare } from './sources.ts';
import { spokenRate, type SpokenLesson } from './speech.ts';
import { estimateTiming, measuredTiming, type LessonTiming } from './timing.ts';

const figureSchema = z.strictObject({
  rule: z.int().min(1).max(17),
  /** Stable name, e.g. `reading_grade`. */
  name: z.string(),
  value: z.number(),
  unit: z.string(),
  /** What the rule allows; an open end is left out. */
  min: z.number().optional(),
  max: z.number().optional(),
  /** The figure scene by scene, where the rule judges each. */
  scenes: z.array(z.strictObject({ sceneId: z.string(), value: z.number() })).optional(),
});
export type QaFigure = z.infer<typeof figureSchema>;

/** The figures that every finished lesson carries, and the rules it breaks. */
export const qaReportSchema = z.strictObject({
  version: z.literal(1),
  figures: z.array(figureSchema),
  findings: z.array(
    z.strictObject({
      rule: z.int(),
      name: z.string(),
      message: z.string(),
      sceneId: z.string().optional(),
      sentenceId: z.string().optional(),
      measured: z.number().optional(),
    }),
  ),
});
export type QaReport = z.infer<typeof qaReportSchema>;

/** What a report is made of: the script, and the later stages' results as far as they exist. */
export interface QaSubject {
  script: LessonScript;
  /** Rate the lesson is spoken at; used for estimates while there is no speech. */
  wordsPerMinute?: number;
  spoken?: Omit<SpokenLesson, 'script'>;
  captioned?: Omit<CaptionedLesson, 'script'>;
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** Figures per rule and all findings of a lesson. With speech the times are measured, without it estimated. */
export function qaReport({ script, wordsPerMinute, spoken, captioned }: QaSubject): QaReport {
  const rate = wordsPerMinute ?? speakingRateFor(script.gradeLevel);
  const timing = spoken ? measuredTiming(spoken.scenes) : estimateTiming(script, rate);
  return {
    version: 1,
    figures: [
      ...lengthFigures(script, timing),
      ...screenFigures(script),
      ...wordingFigures(script),
      { rule: 8, name: 'sourced_sentences', value: round(sourcedShare(script)), unit: 'share' },
      ...(spoken ? [rateFigure(script, spoken)] : []),
      ...(captioned ? [captionFigure(script, captioned)] : []),
    ],
    findings: [
      ...findingsOf(ruleCatalogue.script, script),
      ...(spoken
        ? checkTimedLesson({ script, ...spoken })
        : findingsOf(ruleCatalogue.length, { script, timing })),
      ...(captioned ? checkCaptions({ script, ...captioned }) : []),
    ],
  };
}

function lengthFigures(script: LessonScript, timing: LessonTiming): QaFigure[] {
  const { targetSeconds } = script;
  const scenes = timing.scenes.map(({ sceneId, durationMs }) => ({
    sceneId,
    value: round(durationMs / 1000),
  }));
  const off = limits.durationOffShare * targetSeconds;
  return [
    {
      rule: 1,
      name: 'scenes',
      value: script.scenes.length,
      unit: 'scenes',
      ...sceneCountRange(targetSeconds),
    },
    {
      rule: 1,
      name: 'longest_scene',
      value: Math.max(...scenes.map(({ value }) => value)),
      unit: 's',
      ...sceneSecondsRange(targetSeconds),
      scenes,
    },
    {
      rule: 9,
      name: 'duration',
      value: round(timing.totalMs / 1000),
      unit: 's',
      min: round(targetSeconds - off),
      max: round(targetSeconds + off),
    },
  ];
}

function screenFigures({ scenes }: LessonScript): QaFigure[] {
  const words = scenes.map((scene) => ({ sceneId: scene.id, value: countScreenWords(screenTexts(scene)) }));
  const overlap = scenes.map((scene) => ({ sceneId: scene.id, value: round(screenOverlap(scene).share) }));
  const worst = (values: { value: number }[]): number => Math.max(...values.map(({ value }) => value));
  return [
    {
      rule: 3,
      name: 'screen_words',
      value: worst(words),
      unit: 'words',
      max: limits.screenWordsMax,
      scenes: words,
    },
    {
      rule: 3,
      name: 'screen_overlap',
      value: worst(overlap),
      unit: 'share',
      max: limits.overlapBelow,
      scenes: overlap,
    },
  ];
}

function wordingFigures(script: LessonScript): QaFigure[] {
  const sentences = script.scenes.flatMap((scene) => scene.sentences);
  return [
    {
      rule: 4,
      name: 'new_terms',
      value: script.scenes.reduce((sum, scene) => sum + scene.terms.length, 0),
      unit: 'terms',
    },
    {
      rule: 5,
      name: 'reading_grade',
      value: round(narrationGrade(script)),
      unit: 'grade',
      min: script.gradeLevel - limits.readingGradeOff,
      max: script.gradeLevel + limits.readingGradeOff,
    },
    {
      rule: 5,
      name: 'second_person',
      value: round(secondPersonShare(script)),
      unit: 'share',
      min: limits.secondPersonShareMin,
    },
    {
      rule: 5,
      name: 'longest_sentence',
      value: Math.max(...sentences.map(({ text }) => wordsOf(text).length)),
      unit: 'words',
      max: limits.sentenceWordsMax,
    },
    { rule: 6, name: 'mapping_rows', value: script.mapping.rows.length, unit: 'rows' },
  ];
}

function rateFigure({ gradeLevel }: LessonScript, { scenes }: Omit<SpokenLesson, 'script'>): QaFigure {
  return {
    rule: 10,
    name: 'speaking_rate',
    value: round(spokenRate(scenes)),
    unit: 'words/min',
    ...speakingRateRange(gradeLevel),
  };
}

function captionFigure(
  { gradeLevel }: LessonScript,
  { captions }: Omit<CaptionedLesson, 'script'>,
): QaFigure {
  return {
    rule: 12,
    name: 'fastest_caption',
    value: round(Math.max(0, ...captions.map(captionSpeed))),
    unit: 'characters/s',
    max: captionCharsPerSecondMax(gradeLevel),
  };
}
