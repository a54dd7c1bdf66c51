import { createHash } from 'node:crypto';
import { HarmBlockThreshold, HarmCategory } from '@google/generative-ai';
import type { z } from 'zod';
import type { LessonBrief, LessonWriter, Written } from '../port.ts';
import { createGeminiClient, type GeminiClientOptions, type GeminiPrompt } from './client.ts';
import { scriptOf } from './compose.ts';
import { lessonDraftSchema } from './draft.ts';
import { readModelJson } from './model-json.ts';
import { lessonRules } from './prompts/lesson-rules.ts';
import { repairPrompt } from './prompts/repair.ts';
import { understandPrompt, type TopicEntry } from './prompts/understand.ts';
import { writePrompt } from './prompts/write.ts';
import { responseSchemaOf } from './response-schema.ts';
import { understandingDraftSchema, understandingOf, type InterestEntry } from './understanding.ts';

export interface GeminiWriterOptions extends GeminiClientOptions {
  /** What the library holds: questions are placed in it, and a learner's interest is matched with it. */
  library: { topics: readonly TopicEntry[]; interests: readonly InterestEntry[] };
}

/** Raised by hand when code turns the same answer into another lesson; prompts and schemas are hashed. */
const codeVersion = 1;

/** Learners are children: newer models block nothing unless told to. */
const safetySettings = [
  HarmCategory.HARM_CATEGORY_HARASSMENT,
  HarmCategory.HARM_CATEGORY_HATE_SPEECH,
  HarmCategory.HARM_CATEGORY_SEXUALLY_EXPLICIT,
  HarmCategory.HARM_CATEGORY_DANGEROUS_CONTENT,
].map((category) => ({ category, threshold: HarmBlockThreshold.BLOCK_MEDIUM_AND_ABOVE }));

/**
 * Understands questions and writes lessons with Gemini. One request for each method call and existing model; a rule
 * that a lesson breaks is for the caller to find and `repair`, a failure for the engine to retry.
 */
export function createGeminiWriter({ library, ...connection }: GeminiWriterOptions): LessonWriter {
  const client = createGeminiClient(connection);

  async function ask<T extends z.ZodType>(
    prompt: Pick<GeminiPrompt, 'systemInstruction' | 'parts'>,
    schema: T,
    signal: AbortSignal,
  ): Promise<{ draft: z.infer<T>; ranOn: string }> {
    const generationConfig = {
      responseMimeType: 'application/json',
      responseSchema: responseSchemaOf(schema),
    };
    const answer = await client.generate({ ...prompt, generationConfig, safetySettings }, { signal });
    return { draft: readModelJson(answer, schema), ranOn: answer.ranOn };
  }

  async function askForLesson(
    prompt: Pick<GeminiPrompt, 'systemInstruction' | 'parts'>,
    brief: LessonBrief,
    signal: AbortSignal,
  ): Promise<Written> {
    const { draft, ranOn } = await ask(prompt, draftSchemaFor(brief), signal);
    return { script: scriptOf(draft, brief, ranOn), writtenBy: `gemini:${ranOn}` };
  }

  return {
    name: 'gemini',
    version: versionOf(connection.models, library.topics),

    async understand(question, { signal }) {
      const prompt = understandPrompt(question, library.topics);
      const { draft, ranOn } = await ask(prompt, understandingDraftSchema(library.topics), signal);
      return { ...understandingOf(draft, question, library, ranOn), understoodBy: `gemini:${ranOn}` };
    },

    write: (brief, { signal }) => askForLesson(writePrompt(brief), brief, signal),

    repair: (brief, script, findings, { signal }) =>
      askForLesson(repairPrompt(brief, script, findings), brief, signal),
  };
}

function draftSchemaFor({ passages, interest }: LessonBrief) {
  return lessonDraftSchema({ passageIds: passages.map(({ id }) => id), hasInterest: interest !== null });
}

/** The model list, and a hash of everything constant that a model is told. */
function versionOf(models: readonly string[], topics: readonly TopicEntry[]): string {
  const told = [
    codeVersion,
    lessonRules,
    understandPrompt({ query: '', clarifications: [] }, topics),
    responseSchemaOf(understandingDraftSchema(topics)),
    responseSchemaOf(lessonDraftSchema({ passageIds: ['any/passage'], hasInterest: true })),
  ];
  const hash = createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 12);
  return `${models.join(',')}/${hash}`;
}
