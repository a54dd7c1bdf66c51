import { Modality, PipelineStage } from '@vividly/db/enums';
import type { StageContract } from '@vividly/engine';
import {
  brandSchema,
  captionModeSchema,
  lessonScriptSchema,
  musicSchema,
  qaReportSchema,
  sceneSpeechSchema,
  storedFileSchema,
  themeNameSchema,
} from '@vividly/lesson';
import { z } from 'zod';
import { aspectRatioSchema } from '../video_generation/contract.ts';

const inputSchema = z.strictObject({
  script: lessonScriptSchema,
  speech: z.array(sceneSpeechSchema).min(1),
  /** One video per scene in order; empty when only audio is wanted. */
  scenes: z.array(storedFileSchema),
  wanted: z.array(z.enum(['audio', 'video'])).min(1),
  aspectRatio: aspectRatioSchema,
  wordsPerMinute: z.number(),
  captions: captionModeSchema.default('burned'),
  music: musicSchema.default('none'),
  /** Of the poster. */
  theme: themeNameSchema.default('matter'),
  brand: brandSchema.nullable().default(null),
});
/** A delivered file of the lesson; `kind` as clients ask for it. */
export const lessonFileSchema = z.strictObject({
  kind: z.enum([
    'video',
    'audio',
    'captions_vtt',
    'captions_srt',
    'words',
    'transcript',
    'poster',
    'thumbnails',
    'thumbnails_vtt',
    'qa_report',
  ]),
  file: storedFileSchema,
});
const outputSchema = z.strictObject({
  files: z.array(lessonFileSchema).min(1),
  durationSeconds: z.number().positive(),
  /** When each sentence is spoken, in seconds of the lesson. */
  sentences: z.array(z.strictObject({ id: z.string(), startSeconds: z.number(), endSeconds: z.number() })),
  qa: qaReportSchema,
});

export const videoProcessing = {
  stage: PipelineStage.video_processing,
  title: 'Finishing and checking',
  version: 3,
  input: inputSchema,
  output: outputSchema,
  weight: 16,
  onFailure: 'request',
  memo: 'shared',
  maxAttempts: 3,
  timeoutMs: 300_000,
  deadlineMs: 6 * 3_600_000,
  concurrency: (cores) => Math.max(1, Math.floor(cores / 2)),
  modalities: [Modality.audio, Modality.video],
} satisfies StageContract<typeof inputSchema, typeof outputSchema>;
