import { Modality, PipelineStage } from '@vividly/db/enums';
import type { StageContract } from '@vividly/engine';
import {
  brandSchema,
  captionModeSchema,
  lessonScriptSchema,
  musicSchema,
  renditionHeightSchema,
  sceneSpeechSchema,
  storedFileSchema,
  storedQaReportSchema,
  themeNameSchema,
  type Authorship,
} from '@vividly/lesson';
import { z } from 'zod';
import { aspectRatioSchema } from '../video_generation/contract.ts';

const inputSchema = z.strictObject({
  script: lessonScriptSchema,
  /** Some rules are not held against what an editor decided. */
  authorship: z.enum(['written', 'edited'] satisfies Authorship[]).default('written'),
  speech: z.array(sceneSpeechSchema).min(1),
  /** One video per scene in order; empty when only audio is wanted. */
  scenes: z.array(storedFileSchema),
  /** Height of `scenes`, their shorter side in px; null without them, and in versions before 4. */
  height: z.int().positive().nullable().default(null),
  /** The scenes as they were drawn in other heights. */
  otherHeights: z
    .array(z.strictObject({ height: z.int().positive(), scenes: z.array(storedFileSchema).min(1) }))
    .default([]),
  wanted: z.array(z.enum(['audio', 'video'])).min(1),
  /** Heights in which the video is delivered besides its own. */
  renditions: z.array(renditionHeightSchema).default([]),
  /** Whether it is delivered as a stream too; the scenes are drawn in every height then. */
  hls: z.boolean().default(false),
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
    'video_1080p',
    'video_720p',
    'video_480p',
    'hls',
    'hls_1080p',
    'hls_1080p_media',
    'hls_720p',
    'hls_720p_media',
    'hls_480p',
    'hls_480p_media',
    'hls_audio',
    'hls_audio_media',
    'hls_captions',
    'hls_captions_media',
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
  qa: storedQaReportSchema,
});

export const videoProcessing = {
  stage: PipelineStage.video_processing,
  title: 'Finishing and checking',
  version: 7,
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
