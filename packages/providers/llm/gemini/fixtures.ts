import { lessonDocument, type FakeGemini } from '@vividly/testing/gemini';
import { unguarded } from '../../test/unguarded.ts';
import type { LessonBrief, LessonWriter } from '../port.ts';
import type { GeminiAnswer } from './answer.ts';
import { lessonDraftSchema, type LessonDraft } from './draft.ts';
import { readModelJson } from './model-json.ts';
import { createGeminiWriter, type GeminiWriterOptions } from './writer.ts';

/** What the tests of this folder share: a brief that `lessonDocument` answers, and a writer at a fake service. */

export const passageIds = ['law', 'pairs', 'bodies', 'mistake'].map((name) => `newtons-third-law/${name}`);

export const brief: LessonBrief = {
  query: 'Explain Newton’s third law using basketball',
  topic: { slug: 'newtons-third-law', title: 'Newton’s third law' },
  interest: { name: 'basketball', slug: 'basketball', family: 'sports' },
  gradeLevel: 6,
  targetSeconds: 90,
  wordsPerMinute: 150,
  passages: passageIds.map((id, index) => ({
    id,
    topic: 'newtons-third-law',
    angle: 'definition',
    title: `Passage ${index}`,
    text: 'Forces come in pairs.',
    score: 1 - index / 10,
  })),
};

export const library: GeminiWriterOptions['library'] = {
  topics: [
    { slug: 'newtons-third-law', title: 'Newton’s third law', teaser: 'how every push has a push back' },
    { slug: 'photosynthesis', title: 'Photosynthesis', teaser: 'how plants make food from light' },
  ],
  interests: [{ slug: 'basketball', name: 'basketball', family: 'sports', aliases: ['b-ball', 'hoops'] }],
};

export function writerAt(fake: FakeGemini, options: Partial<GeminiWriterOptions> = {}): LessonWriter {
  const { apiKey, url: baseUrl } = fake;
  return createGeminiWriter({
    apiKey,
    baseUrl,
    models: ['gemini-2.5-flash'],
    timeoutMs: 5_000,
    guard: unguarded,
    library,
    ...options,
  });
}

/** The model's answer, with `value` as its JSON. */
export function answerOf(value: unknown): GeminiAnswer {
  return { parts: [{ text: JSON.stringify(value) }], ranOn: 'test-model' };
}

/** `lessonDocument` as the writer reads it; `change` may alter the document first. */
export function draftOfDocument(change: (document: Document) => void = () => {}): LessonDraft {
  const document = structuredClone(lessonDocument(passageIds)) as Document;
  change(document);
  return readModelJson(answerOf(document), lessonDraftSchema({ passageIds, hasInterest: true }));
}

interface Document {
  objectives: Record<string, unknown>[];
  scenes: (Record<string, unknown> & { sentences: Record<string, unknown>[] })[];
}
