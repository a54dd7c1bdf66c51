import { Modality, PipelineStage } from '@vividly/db/enums';
import type { StageContract } from '@vividly/engine';
import {
  brandSchema,
  drawingSchema,
  sceneSchema,
  storedFileSchema,
  themeNameSchema,
  timedWordSchema,
} from '@vividly/lesson';
import { z } from 'zod';

export const aspectRatioSchema = z.enum(['16:9', '9:16', '1:1']);

const inputSchema = z.strictObject({
  scene: sceneSchema,
  /** What the scene dissolves into: the opening of the next one; null for the last, and in version 1. */
  next: drawingSchema.nullable().default(null),
  words: z.array(timedWordSchema),
  durationMs: z.number().positive(),
  gradeLevel: z.int(),
  aspectRatio: aspectRatioSchema,
  height: z.int().positive(),
  /** Soft ones are not drawn, but where players show them is kept free. Before version 4 it was not. */
  captions: z.enum(['burned', 'soft', 'none']).default('burned'),
  theme: themeNameSchema.default('matter'),
  brand: brandSchema.nullable().default(null),
});
const outputSchema = z.strictObject({
  sceneId: z.string(),
  video: storedFileSchema,
  durationMs: z.number().positive(),
  width: z.int().positive(),
  height: z.int().positive(),
  frames: z.int().positive(),
  distinctFrames: z.int().positive(),
  /** What drew it, with its version. */
  renderer: z.string(),
});

export const videoGeneration = {
  stage: PipelineStage.video_generation,
  title: 'Drawing the scenes',
  version: 4,
  input: inputSchema,
  output: outputSchema,
  weight: 60,
  onFailure: 'request',
  memo: 'shared',
  maxAttempts: 3,
  timeoutMs: 300_000,
  deadlineMs: 6 * 3_600_000,
  // A render keeps a core busy by itself.
  concurrency: (cores) => Math.max(1, cores),
  modalities: [Modality.video],
} satisfies StageContract<typeof inputSchema, typeof outputSchema>;
