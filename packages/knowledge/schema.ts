import { z } from 'zod';
import {
  elementIds,
  elementIdSchema,
  explanationVisualSchema,
  labelSchema,
  phraseSchema,
  visualTexts,
} from '@vividly/lesson';
import { interestFamilySchema } from './interest.ts';
import { slugSchema } from './slug.ts';

/**
 * The form of one topic file, `library/topics/<slug>.yaml`. Authors write; the schema and `library.test.ts` refuse
 * what a lesson could not be made of.
 */

const words = (text: string): number =>
  text
    .trim()
    .split(/\s+/)
    .filter((word) => /\p{L}|\p{N}/u.test(word)).length;
/** A spoken sentence: at most 25 words (rule 5), ends with . ? or !, no symbols a voice cannot read. */
const spoken = z
  .string()
  .trim()
  .min(3)
  .max(280)
  .refine((text) => words(text) <= 25, 'a spoken sentence has at most 25 words')
  .refine((text) => /[.?!]$/.test(text), 'a spoken sentence ends with . ? or !')
  .refine((text) => !/[=×÷+*/_<>{}[\]|~^#@]/.test(text), 'write symbols as words in spoken text');

export const subjectSchema = z.enum([
  'physics',
  'chemistry',
  'biology',
  'earth-science',
  'mathematics',
  'computer-science',
  'economics',
  'history',
]);

export const angleSchema = z.enum(['definition', 'example', 'misconception']);
export type Angle = z.infer<typeof angleSchema>;
export const passageSchema = z.strictObject({
  /** `<topic slug>/<name>`: never changes once published; lessons cite it. */
  id: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/),
  angle: angleSchema,
  title: z.string().trim().min(3).max(80),
  text: z
    .string()
    .trim()
    .refine((text) => words(text) >= 60 && words(text) <= 150, 'a passage has 60 to 150 words'),
});

/** A sentence of narration. */
const lineSchema = z.strictObject({
  say: spoken,
  /** Ids of parts of the scene's visual that appear while it is spoken, in order. */
  show: z.array(elementIdSchema).max(4).default([]),
  /** Passage it rests on; leave out only for talk that states no fact ("Ready for a question?"). */
  source: z.string().optional(),
  /** Dropped first when the lesson must be short. */
  extra: z.boolean().default(false),
});
export type Line = z.infer<typeof lineSchema>;

/** The same content for three kinds of readers; the writer mixes them to meet the learner's reading grade. */
const byLevel = <T extends z.ZodType>(value: T) =>
  z.strictObject({ early: value, middle: value, high: value });
export const levelSchema = z.enum(['early', 'middle', 'high']);
export type Level = z.infer<typeof levelSchema>;
const topicObjectiveSchema = z.strictObject({
  id: elementIdSchema,
  /** What the learner can do afterwards, e.g. "Say why forces always come in pairs". */
  text: z.string().trim().min(10).max(140),
  /** On-screen heading, at most 4 words. */
  heading: phraseSchema.refine((text) => words(text) <= 4, 'a heading has at most 4 words'),
  /** Terms (by name, from `terms`) introduced here; each is spoken in every level's lines. */
  terms: z.array(z.string()).max(2),
  visual: explanationVisualSchema,
  /** What the visual shows, for those who cannot see it. */
  description: z.string().trim().min(20).max(300),
  /** Two to four lines that are always spoken and up to three extra ones, per level. */
  lines: byLevel(z.array(lineSchema).min(2).max(7)),
  /** The point to remember, for the recap: on screen (at most 4 words) and spoken. */
  recap: z.strictObject({
    keyword: phraseSchema.refine((text) => words(text) <= 4, 'a recap keyword has at most 4 words'),
    say: byLevel(spoken),
  }),
});

const mappingSchema = z.strictObject({
  family: interestFamilySchema,
  /** Interest slugs this mapping is written for; empty: written for the whole family. */
  interests: z.array(slugSchema).default([]),
  /** Opening sentence that places the learner in the interest. May use {interest}. */
  hook: spoken.or(z.string().includes('{interest}')),
  /** One row for each objective. `concept` and `interest` are on screen: at most 2 words each. */
  rows: z.array(
    z.strictObject({
      objective: elementIdSchema,
      concept: labelSchema.refine((text) => words(text) <= 2, 'at most 2 words'),
      interest: labelSchema.refine((text) => words(text) <= 2, 'at most 2 words'),
      /** Says how the interest shows the concept at work. Second person. May use {interest}. */
      say: spoken.or(z.string().includes('{interest}')),
      source: z.string(),
    }),
  ),
  /** Where the analogy stops. */
  limit: spoken.or(z.string().includes('{interest}')),
});
export type Mapping = z.infer<typeof mappingSchema>;
export const topicSchema = z
  .strictObject({
    slug: slugSchema,
    title: z.string().trim().min(3).max(48),
    subject: subjectSchema,
    kind: z.enum(['conceptual', 'procedural']),
    /** Other ways to ask for it, lower case: names, key phrases, common spellings. */
    aliases: z.array(z.string().trim().toLowerCase()).min(4).max(30),
    /** Broad words, lower case, for which this topic is one possible meaning ("science", "cells", "forces"). */
    broader: z.array(z.string().trim().toLowerCase()).min(2).max(12),
    grades: z.strictObject({ min: z.int().min(1), max: z.int().max(12), typical: z.int() }),
    /** The question the lesson opens with and answers, at most 16 words. */
    question: byLevel(spoken.refine((text) => words(text) <= 16 && text.endsWith('?'))),
    /** On-screen short form of that question, at most 7 words. */
    questionShort: z
      .string()
      .trim()
      .max(60)
      .refine((text) => words(text) <= 7),
    /** One sentence for a clarification option, e.g. "how every push has a push back". */
    teaser: z.string().trim().min(10).max(90),
    passages: z.array(passageSchema).min(4).max(6),
    terms: z
      .array(
        z.strictObject({
          term: z.string().trim().max(32),
          definition: z.string().trim().max(160),
          source: z.string(),
        }),
      )
      .min(3)
      .max(8),
    objectives: z.array(topicObjectiveSchema).length(3),
    misconception: z.strictObject({
      /** On screen, at most 6 words each. */
      claim: phraseSchema.refine((text) => words(text) <= 6),
      correction: phraseSchema.refine((text) => words(text) <= 6),
      /** Spoken: the wrong idea named as wrong, then corrected. First line shows `claim`, a later one `correction`. */
      lines: byLevel(z.array(lineSchema).min(2).max(4)),
    }),
    /** A worked example (numbers or steps) or a concrete case; uses no interest. */
    example: z.strictObject({
      heading: phraseSchema.refine((text) => words(text) <= 4),
      visual: explanationVisualSchema,
      description: z.string().trim().min(20).max(300),
      lines: byLevel(z.array(lineSchema).min(2).max(5)),
    }),
    quiz: z
      .array(
        z.strictObject({
          objective: elementIdSchema,
          /** Spoken question, and its on-screen short form of at most 6 words. */
          question: spoken.refine((text) => text.endsWith('?')),
          short: z
            .string()
            .trim()
            .max(60)
            .refine((text) => words(text) <= 6),
          /** Two or three options, together at most 6 words. */
          options: z
            .array(z.strictObject({ id: elementIdSchema, text: labelSchema }))
            .min(2)
            .max(3),
          answer: elementIdSchema,
          /** Spoken: names the right answer and says why. */
          explanation: spoken,
          source: z.string(),
        }),
      )
      .length(2),
    /** `everyday` (no interest named) and at least six interest families. */
    mappings: z.array(mappingSchema).min(7).max(16),
  })
  .superRefine((topic, context) => {
    const fail = (message: string) => context.addIssue({ code: 'custom', message });
    const passages = new Set(topic.passages.map((passage) => passage.id));
    const terms = new Set(topic.terms.map((term) => term.term));
    const objectives = new Set(topic.objectives.map((objective) => objective.id));
    const cite = (source: string | undefined, where: string) => {
      if (source !== undefined && !passages.has(source))
        fail(`${where} cites ${source}, which is no passage here`);
    };
    for (const passage of topic.passages)
      if (!passage.id.startsWith(`${topic.slug}/`))
        fail(`passage ${passage.id} does not start with the slug`);
    for (const angle of angleSchema.options)
      if (!topic.passages.some((passage) => passage.angle === angle))
        fail(`no passage for the angle ${angle}`);
    if (topic.grades.min > topic.grades.typical || topic.grades.typical > topic.grades.max)
      fail('grades: min ≤ typical ≤ max');
    for (const term of topic.terms) cite(term.source, `term ${term.term}`);

    const checkLines = (lines: Line[], shown: string[], where: string) => {
      for (const line of lines) {
        cite(line.source, where);
        for (const id of line.show)
          if (!shown.includes(id)) fail(`${where} shows ${id}, which its visual does not hold`);
      }
      for (const id of shown)
        if (!lines.some((line) => !line.extra && line.show.includes(id)))
          fail(`${where} never shows ${id} in a line that is always spoken`);
    };
    const onScreen = (texts: string[], where: string) => {
      const count = texts.reduce((sum, text) => sum + words(text.replace(/[\d.,%×÷=+−-]+/g, ' ')), 0);
      if (count > 12) fail(`${where} puts ${count} words on screen; at most 12 (rule 3)`);
    };
    for (const objective of topic.objectives) {
      const where = `objective ${objective.id}`;
      for (const term of objective.terms) {
        if (!terms.has(term)) fail(`${where} introduces the unknown term ${term}`);
        for (const level of levelSchema.options) {
          const text = objective.lines[level]
            .filter((line) => !line.extra)
            .map((line) => line.say)
            .join(' ')
            .toLowerCase();
          if (!text.includes(term.toLowerCase())) fail(`${where} (${level}) never says its term ${term}`);
        }
      }
      const texts = [objective.heading, ...visualTexts(objective.visual)];
      const unseen = objective.terms.filter(
        (term) => !texts.join(' ').toLowerCase().includes(term.toLowerCase()),
      );
      onScreen([...texts, ...unseen], where);
      for (const level of levelSchema.options)
        checkLines(objective.lines[level], elementIds(objective.visual), `${where} (${level})`);
    }
    for (const level of levelSchema.options) {
      checkLines(topic.misconception.lines[level], ['claim', 'correction'], `misconception (${level})`);
      checkLines(topic.example.lines[level], elementIds(topic.example.visual), `example (${level})`);
    }
    onScreen([topic.misconception.claim, topic.misconception.correction], 'misconception');
    onScreen([topic.example.heading, ...visualTexts(topic.example.visual)], 'example');
    for (const quiz of topic.quiz) {
      cite(quiz.source, 'quiz');
      if (!objectives.has(quiz.objective)) fail(`quiz names the unknown objective ${quiz.objective}`);
      if (!quiz.options.some((option) => option.id === quiz.answer))
        fail(`quiz answer ${quiz.answer} is no option`);
      onScreen([quiz.short, ...quiz.options.map((option) => option.text)], 'quiz');
    }
    const families = new Set(topic.mappings.map((mapping) => mapping.family));
    if (!families.has('everyday') || families.size < 7) fail('mappings: everyday and six interest families');
    for (const mapping of topic.mappings) {
      const where = `mapping ${mapping.family}`;
      if (mapping.rows.length !== 3 || mapping.rows.some((row) => !objectives.has(row.objective)))
        fail(`${where} has one row for each objective`);
      for (const row of mapping.rows) cite(row.source, where);
      onScreen(
        mapping.rows.flatMap((row) => [row.concept, row.interest]),
        where,
      );
      if (
        mapping.interests.length === 0 &&
        mapping.family !== 'everyday' &&
        !mapping.hook.includes('{interest}')
      )
        fail(`${where} is for a whole family: its hook must use {interest}`);
    }
    onScreen(
      topic.objectives.map((objective) => objective.recap.keyword),
      'recap',
    );
  });
export type Topic = z.infer<typeof topicSchema>;
