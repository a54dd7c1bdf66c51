import { Modality, PipelineStage } from '@vividly/db/enums';
import type { StageContract } from '@vividly/engine';
import { retrievedPassageSchema } from '@vividly/providers';
import { z } from 'zod';

const inputSchema = z.strictObject({
  query: z.string(),
  /** The library's topic, or null when the lesson is about something the library does not hold. */
  topic: z.string().nullable(),
  topicTitle: z.string(),
  gradeLevel: z.int().min(1).max(12),
});
const outputSchema = z.strictObject({
  /** Best first, each angle represented where the library has it. */
  passages: z.array(retrievedPassageSchema),
});

export const ragRetrieval = {
  stage: PipelineStage.rag_retrieval,
  title: 'Finding sources',
  version: 1,
  input: inputSchema,
  output: outputSchema,
  weight: 2,
  onFailure: 'request',
  memo: 'shared',
  maxAttempts: 4,
  timeoutMs: 30_000,
  deadlineMs: 6 * 3_600_000,
  concurrency: (cores) => Math.max(4, cores * 2),
  modalities: Object.values(Modality),
} satisfies StageContract<typeof inputSchema, typeof outputSchema>;
