import { Modality, PipelineStage } from '@vividly/db/enums';
import type { StageContract } from '@vividly/engine';
import { z } from 'zod';

const inputSchema = z.strictObject({
  title: z.string(),
  durationSeconds: z.number(),
  interest: z.string().nullable(),
});
const outputSchema = z.strictObject({ text: z.string() });

export const notification = {
  stage: PipelineStage.notification,
  title: 'Letting the learner know',
  version: 1,
  input: inputSchema,
  output: outputSchema,
  weight: 2,
  onFailure: 'note',
  memo: 'never',
  maxAttempts: 3,
  timeoutMs: 30_000,
  deadlineMs: 6 * 3_600_000,
  concurrency: (cores) => Math.max(4, cores * 2),
  modalities: Object.values(Modality),
} satisfies StageContract<typeof inputSchema, typeof outputSchema>;
