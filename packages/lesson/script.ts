import { z } from 'zod';
import { elementIds, elementIdSchema, phraseSchema, visualSchema } from './visual.ts';

/** Where a sentence comes from: the library's passages, or the writer's own words (marked as such, rule 8). */
export const sentenceOriginSchema = z.enum(['library', 'writer']);

export const sentenceSchema = z.strictObject({
  /** Stable within the lesson: `${sceneId}.s${n}`, n from 1. */
  id: z.string().regex(/^[a-z0-9-]+\.s[0-9]+$/),
  /** What is spoken and captioned, verbatim. */
  text: z.string().trim().min(1).max(280),
  origin: sentenceOriginSchema,
  /** Passage ids it rests on: at least one when origin is `library`. */
  sources: z.array(z.string()).max(6),
  /** Silence after the sentence in ms, e.g. 2000 after a question to the learner (rule 10). */
  pauseAfterMs: z.int().min(0).max(3000),
});
export type Sentence = z.infer<typeof sentenceSchema>;

/** Binds a part of the scene's visual to the word at which it appears (rule 14). */
export const cueSchema = z.strictObject({
  element: elementIdSchema,
  /** Index into the scene's `sentences`. */
  sentence: z.int().min(0),
  /** Index into the words of that sentence, split at white space. */
  word: z.int().min(0),
});
export type Cue = z.infer<typeof cueSchema>;

export const termSchema = z.strictObject({
  term: z.string().trim().min(1).max(32),
  definition: z.string().trim().min(1).max(160),
});
export type Term = z.infer<typeof termSchema>;

/** What a scene is for. A lesson opens with `hook`, has at least one `quiz`, and ends with `recap`. */
export const sceneRoleSchema = z.enum([
  'hook',
  'explain',
  'analogy',
  'misconception',
  'example',
  'quiz',
  'recap',
]);
export type SceneRole = z.infer<typeof sceneRoleSchema>;

/** What of a scene is drawn. */
export const drawingSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  role: sceneRoleSchema,
  heading: phraseSchema,
  visual: visualSchema,
  /** Terms introduced here, highlighted on screen when first spoken (rule 4). */
  terms: z.array(termSchema).max(3),
  cues: z.array(cueSchema).max(24),
});
export type Drawing = z.infer<typeof drawingSchema>;

/** A scene whose cues may point at words that are not there (any more). */
export const sceneShape = drawingSchema.extend({
  /** The one objective it serves; absent where it serves the lesson as a whole. */
  objective: elementIdSchema.optional(),
  /** What the visual shows, for those who cannot see it (rule 17). */
  visualDescription: z.string().trim().min(1).max(400),
  sentences: z.array(sentenceSchema).min(1).max(14),
});

export const sceneSchema = sceneShape.superRefine((scene, context) => {
  for (const message of cueFaults(scene)) context.addIssue({ code: 'custom', message });
});
export type Scene = z.infer<typeof sceneSchema>;

/** What is wrong with the cues of a scene: each binds a part of its visual to a word of its narration. */
export function cueFaults(scene: Scene): string[] {
  const known = new Set(elementIds(scene.visual));
  return scene.cues.flatMap(({ element, sentence, word }) => {
    const words = wordsOf(scene.sentences[sentence]?.text ?? '').length;
    return [
      ...(known.has(element) ? [] : [`cue names ${element}, which the visual does not hold`]),
      ...(word < words ? [] : [`cue of ${element} points at a word that is not there`]),
    ];
  });
}

/**
 * What the picture depends on with which a scene opens: parts with a cue are not there yet, whatever their word is. So
 * a sentence that is edited leaves it as it was.
 */
export function openingOf({ id, role, heading, visual, terms, cues }: Scene): Drawing {
  const elements = [...new Set(cues.map(({ element }) => element))].sort();
  return {
    id,
    role,
    heading,
    visual,
    terms,
    cues: elements.map((element) => ({ element, sentence: 0, word: 0 })),
  };
}

export const objectiveSchema = z.strictObject({
  id: elementIdSchema,
  text: z.string().trim().min(1).max(160),
});

/** One row of the analogy: a concept element and what plays its part in the learner's interest (rule 6). */
export const mappingRowSchema = z.strictObject({
  objective: elementIdSchema,
  concept: z.string().trim().min(1).max(60),
  interest: z.string().trim().min(1).max(60),
});

export const quizSchema = z.strictObject({
  question: z.string().trim().min(1).max(200),
  answer: z.string().trim().min(1).max(200),
  /** Scene that asks, and the scene to watch again for the answer. */
  sceneId: z.string(),
  rewatchSceneId: z.string(),
});

export const sourceSchema = z.strictObject({
  passageId: z.string(),
  title: z.string(),
  /** Retrieval score, higher is better; comparable within one lesson only. */
  score: z.number(),
});
export type Source = z.infer<typeof sourceSchema>;

/** How many scenes a lesson may have, whatever its length. */
export const sceneCount = { min: 4, max: 12 } as const;

/** The lesson as it is written, before it is spoken and drawn. Version 1. */
export const lessonScriptSchema = z.strictObject({
  version: z.literal(1),
  title: z.string().trim().min(1).max(60),
  /** The question the lesson opens with and answers (rule 2). */
  question: z.string().trim().min(1).max(200),
  topic: z.string(),
  kind: z.enum(['conceptual', 'procedural']),
  language: z.literal('en'),
  /** Grade the words are written for, 1..12. */
  gradeLevel: z.int().min(1).max(12),
  /** The learner's interest as it is called in the narration; absent when none was named. */
  interest: z.string().max(100).optional(),
  /** Spoken length asked for, in seconds. */
  targetSeconds: z.number().min(30).max(360),
  objectives: z.array(objectiveSchema).min(1).max(5),
  mapping: z.strictObject({
    rows: z.array(mappingRowSchema).max(8),
    /** The sentence that says where the analogy stops; null when no interest was named. */
    limit: z.string().max(280).nullable(),
  }),
  scenes: z.array(sceneSchema).min(sceneCount.min).max(sceneCount.max),
  quiz: z.array(quizSchema).min(1).max(3),
  sources: z.array(sourceSchema).max(40),
});
export type LessonScript = z.infer<typeof lessonScriptSchema>;

/** Words of a sentence as captions, cues and timings count them: split at white space, punctuation attached. */
export function wordsOf(text: string): string[] {
  return text.trim().split(/\s+/).filter(Boolean);
}
