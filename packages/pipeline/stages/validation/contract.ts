import { Modality, PipelineStage } from '@vividly/db/enums';
import type { StageContract } from '@vividly/engine';
import { learnerQuestionSchema, understandingSchema } from '@vividly/providers';
import { z } from 'zod';

/** What the lesson is to be about, for whom, and through which interest. */
const clearSchema = understandingSchema.options[0].extend({ understoodBy: z.string() });

export const validation = {
  stage: PipelineStage.validation,
  title: 'Understanding the question',
  version: 1,
  input: learnerQuestionSchema,
  output: clearSchema,
  weight: 2,
  onFailure: 'request',
  memo: 'shared',
  maxAttempts: 4,
  timeoutMs: 60_000,
  deadlineMs: 6 * 3_600_000,
  concurrency: (cores) => Math.max(4, cores * 2),
  modalities: Object.values(Modality),
} satisfies StageContract<typeof learnerQuestionSchema, typeof clearSchema>;
