import { z } from 'zod';
import { lessonScriptSchema, type LessonScript, type RuleFinding } from '@vividly/lesson';

/** A learner's question as it came in, with everything they have told us since. */
export const learnerQuestionSchema = z.strictObject({
  query: z.string(),
  gradeLevel: z.int().min(1).max(12).optional(),
  interest: z.string().optional(),
  /** Earlier clarifying questions with the learner's answers, oldest first. */
  clarifications: z.array(z.strictObject({ questions: z.array(z.string()), answer: z.string() })),
});
export type LearnerQuestion = z.infer<typeof learnerQuestionSchema>;

/** What the writer made of the question. Exactly one of three outcomes. */
export const understandingSchema = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('clear'),
    /** What the lesson is about; `slug` when the library holds it. */
    topic: z.strictObject({ slug: z.string().nullable(), title: z.string().max(60) }),
    interest: z
      .strictObject({
        /** As said inside a sentence. */
        name: z.string().max(100),
        /** Library interest slug and family; null when the library does not know this interest. */
        slug: z.string().nullable(),
        family: z.string().nullable(),
      })
      .nullable(),
    gradeLevel: z.int().min(1).max(12),
    /** 0..1 */
    confidence: z.number().min(0).max(1),
  }),
  z.strictObject({
    outcome: z.literal('vague'),
    /** Two or three concrete options to choose from, each a full question the learner could have asked. */
    questions: z.array(z.string()).min(2).max(3),
    reasoning: z.string(),
    confidence: z.number().min(0).max(1),
  }),
  z.strictObject({
    outcome: z.literal('out_of_scope'),
    /** Kindly worded, to the learner. */
    message: z.string(),
    confidence: z.number().min(0).max(1),
  }),
]);
export type Understanding = z.infer<typeof understandingSchema>;

export const retrievedPassageSchema = z.strictObject({
  id: z.string(),
  topic: z.string(),
  angle: z.enum(['definition', 'example', 'misconception']),
  title: z.string(),
  text: z.string(),
  score: z.number(),
});
export type RetrievedPassage = z.infer<typeof retrievedPassageSchema>;

/** Everything a writer needs for one lesson. */
export const lessonBriefSchema = z.strictObject({
  query: z.string(),
  topic: z.strictObject({ slug: z.string().nullable(), title: z.string() }),
  interest: z
    .strictObject({ name: z.string(), slug: z.string().nullable(), family: z.string().nullable() })
    .nullable(),
  gradeLevel: z.int().min(1).max(12),
  targetSeconds: z.number().min(30).max(360),
  /** Words a minute the chosen voice will speak at for this learner. */
  wordsPerMinute: z.number().min(80).max(200),
  passages: z.array(retrievedPassageSchema),
});
export type LessonBrief = z.infer<typeof lessonBriefSchema>;

export interface Written {
  script: LessonScript;
  /** What really ran, e.g. `gemini:gemini-2.5-flash` or `local:1`. */
  writtenBy: string;
}

export interface CallOptions {
  signal: AbortSignal;
}

/**
 * Understands questions and writes lessons. Adapters: `local` (deterministic, over the shipped library) and `gemini`.
 * All methods throw `ProviderError`; results satisfy their schemas or the call fails with `provider_invalid_output`.
 */
export interface LessonWriter {
  readonly name: 'local' | 'gemini';
  /** Changes whenever the same input may give another result (code or library version, model list): part of task hashes. */
  readonly version: string;
  understand(
    question: LearnerQuestion,
    options: CallOptions,
  ): Promise<Understanding & { understoodBy: string }>;
  write(brief: LessonBrief, options: CallOptions): Promise<Written>;
  /** One repair round: the same lesson with the named findings mended. */
  repair(
    brief: LessonBrief,
    script: LessonScript,
    findings: RuleFinding[],
    options: CallOptions,
  ): Promise<Written>;
}

export { lessonScriptSchema, type RuleFinding };
