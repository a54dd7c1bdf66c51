import { Modality, PipelineStage } from '@vividly/db/enums';
import type { StageContract } from '@vividly/engine';
import { sceneSpeechSchema } from '@vividly/lesson';
import { z } from 'zod';

const inputSchema = z.strictObject({
  sceneId: z.string(),
  sentences: z.array(z.strictObject({ text: z.string(), pauseAfterMs: z.int() })).min(1),
  voice: z.string().nullable(),
  wordsPerMinute: z.number(),
  /** Silence at the end of the scene, in ms: the pause before the next one. */
  tailMs: z.int(),
});
const outputSchema = z.strictObject({ speech: sceneSpeechSchema, spokenBy: z.string() });

export const speechSynthesis = {
  stage: PipelineStage.speech_synthesis,
  title: 'Speaking the narration',
  version: 1,
  input: inputSchema,
  output: outputSchema,
  weight: 10,
  onFailure: 'request',
  memo: 'shared',
  maxAttempts: 4,
  timeoutMs: 120_000,
  deadlineMs: 6 * 3_600_000,
  concurrency: (cores) => Math.max(2, cores),
  modalities: [Modality.audio, Modality.video],
} satisfies StageContract<typeof inputSchema, typeof outputSchema>;
