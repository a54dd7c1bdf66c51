import { z } from 'zod';
import { understandingSchema, type LearnerQuestion, type Understanding } from '../port.ts';
import { invalidOutput, reasonsOf } from './model-json.ts';
import type { TopicEntry } from './prompts/understand.ts';

/** What the library calls an interest, as far as a learner's words must be matched with it. */
export interface InterestEntry {
  slug: string;
  name: string;
  family: string;
  aliases: readonly string[];
}

/** What the model writes: flat, the reasoning first, so that it thinks before it decides. */
export function understandingDraftSchema(topics: readonly TopicEntry[]) {
  const [firstSlug, ...otherSlugs] = topics.map(({ slug }) => slug);
  return z.object({
    reasoning: z
      .string()
      .trim()
      .min(1)
      .describe('One or two sentences: what the learner wants, and why this outcome.'),
    outcome: z.enum(['clear', 'vague', 'out_of_scope']),
    topicTitle: z.string().trim().max(60).optional(),
    topicSlug: firstSlug === undefined ? z.never().optional() : z.enum([firstSlug, ...otherSlugs]).optional(),
    interest: z.string().trim().max(100).optional(),
    gradeLevel: z.int().min(1).max(12).optional(),
    questions: z.array(z.string().trim().min(1)),
    message: z.string().trim().optional(),
    confidence: z.number().min(0).max(1),
  });
}

type UnderstandingDraft = z.infer<ReturnType<typeof understandingDraftSchema>>;

/**
 * The understanding that `draft` describes; a grade that the learner gave is not the model's to change.
 * Throws `provider_invalid_output` when the outcome lacks what it needs.
 */
export function understandingOf(
  draft: UnderstandingDraft,
  question: LearnerQuestion,
  library: { topics: readonly TopicEntry[]; interests: readonly InterestEntry[] },
  ranOn: string,
): Understanding {
  const result = understandingSchema.safeParse(outcomes[draft.outcome](draft, question, library));
  if (!result.success) throw invalidOutput(ranOn, `outcome ${draft.outcome}: ${reasonsOf(result.error)}`);
  return result.data;
}

type Library = Parameters<typeof understandingOf>[2];
type Shape = (draft: UnderstandingDraft, question: LearnerQuestion, library: Library) => object;

const outcomes: Record<UnderstandingDraft['outcome'], Shape> = {
  clear: ({ topicSlug, topicTitle, interest, gradeLevel, confidence }, question, { topics, interests }) => {
    const held = topics.find(({ slug }) => slug === topicSlug);
    return {
      outcome: 'clear',
      topic: { slug: held?.slug ?? null, title: held?.title ?? topicTitle },
      interest: interestOf(question.interest, interest, interests),
      gradeLevel: question.gradeLevel ?? gradeLevel,
      confidence,
    };
  },
  vague: ({ questions, reasoning, confidence }) => ({ outcome: 'vague', questions, reasoning, confidence }),
  out_of_scope: ({ message, confidence }) => ({ outcome: 'out_of_scope', message, confidence }),
};

/**
 * The library's entry for what the learner typed or what the model read, in any of its spellings. An interest that the
 * library does not know goes by the model's words: those fit into a sentence.
 */
function interestOf(
  typed: string | undefined,
  read: string | undefined,
  interests: readonly InterestEntry[],
) {
  const names = [typed, read].filter((name) => name !== undefined).map(plain);
  const known = interests.find(({ slug, name, aliases }) =>
    [slug, name, ...aliases].some((each) => names.includes(plain(each))),
  );
  if (known !== undefined) return { name: known.name, slug: known.slug, family: known.family };
  const name = read ?? typed;
  return name === undefined ? null : { name, slug: null, family: null };
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
