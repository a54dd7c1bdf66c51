import { z } from 'zod';
import { ContentRequestStatus, Modality, PipelineStage, StageStatus } from '@vividly/db/enums';
import { presentationSchema } from '@vividly/lesson';
import { nextCursorSchema } from '../../http/page.ts';

const moment = z.iso.datetime();

const clarificationSchema = z
  .object({
    questions: z.array(z.string()),
    reasoning: z.string(),
    round: z.int().min(1),
    requestedAt: moment,
    answer: z.string().optional(),
    answeredAt: moment.optional(),
  })
  .meta({
    id: 'Clarification',
    description: 'The newest question to the learner; open until it has an answer.',
  });

const stageErrorSchema = z
  .object({
    code: z.string(),
    message: z.string(),
    retryable: z.boolean(),
    part: z.string().optional(),
    attempt: z.int().optional().meta({ description: 'Tries made so far, while the task is being retried.' }),
    nextTryAt: moment.optional().meta({ description: 'When the task will be tried again.' }),
  })
  .meta({
    id: 'StageError',
    description: 'Why the stage failed; or, while it runs, why a task of it is being tried again.',
  });

const stageSchema = z
  .object({
    stage: z.enum(PipelineStage),
    title: z.string(),
    status: z.enum(StageStatus),
    tasksTotal: z.int(),
    tasksDone: z.int(),
    startedAt: moment.nullable(),
    completedAt: moment.nullable(),
    error: stageErrorSchema.optional(),
  })
  .meta({ id: 'Stage' });
export type StageView = z.infer<typeof stageSchema>;

export const artifactSchema = z
  .object({
    kind: z.string().meta({
      description:
        'video, video_1080p, video_720p, video_480p, audio, captions_vtt, captions_srt, words, script, transcript, poster, thumbnails, thumbnails_vtt, qa_report, hls (the master playlist of a stream) and hls_… (what it names).',
    }),
    url: z.string().meta({ description: 'Path of the bytes on this server; needs the same API key.' }),
    bytes: z.int().min(1),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    contentType: z.string(),
  })
  .meta({ id: 'Artifact' });
export type ArtifactView = z.infer<typeof artifactSchema>;

const sourceSchema = z
  .looseObject({
    passageId: z.string(),
    title: z.string(),
    sentences: z.array(
      z.object({
        id: z.string(),
        text: z.string(),
        startSeconds: z.number().optional(),
        endSeconds: z.number().optional(),
      }),
    ),
  })
  .meta({
    id: 'Source',
    description: 'A passage that the lesson rests on, with the sentences that cite it.',
  });

const resultSchema = z
  .looseObject({
    title: z.string(),
    durationSeconds: z.number(),
    note: z
      .string()
      .optional()
      .meta({ description: 'What is not as asked, and why, such as a lesson that is shorter.' }),
    artifacts: z.array(artifactSchema),
    sources: z.array(sourceSchema),
    providers: z.looseObject({
      llm: z.string().nullable(),
      speech: z.string().nullable(),
      renderer: z.string().nullable(),
    }),
    cached: z.boolean().meta({ description: 'Whether everything was found and nothing had to be made.' }),
  })
  .meta({
    id: 'LessonResult',
    description: 'The finished lesson, with what else the pipeline tells about it.',
  });
export type LessonResult = z.infer<typeof resultSchema>;

export const requestErrorSchema = z
  .object({ code: z.string(), message: z.string(), stage: z.enum(PipelineStage), retryable: z.boolean() })
  .meta({ id: 'RequestError', description: 'Why the request failed.' });

/** A content request as every answer shows it. Fields that do not apply are left out; `currentStage` is null at first. */
export const requestSchema = z
  .object({
    id: z.uuid(),
    lessonId: z.uuid().meta({ description: 'Id of the first request of the lesson; its own for the first.' }),
    revision: z
      .int()
      .min(1)
      .meta({ description: '1, 2, 3… within the lesson; from 2 on its script was edited.' }),
    correlationId: z.string(),
    status: z.enum(ContentRequestStatus),
    currentStage: z.enum(PipelineStage).nullable(),
    progressPercentage: z.int().min(0).max(100),
    awaitingClarification: z.boolean(),
    clarification: clarificationSchema.optional(),
    etaSeconds: z.int().min(1).optional().meta({
      description:
        'Estimate from recent lessons of how long it will still take; left out without such history.',
    }),
    stages: z.array(stageSchema),
    result: resultSchema.optional(),
    error: requestErrorSchema.optional(),
    createdAt: moment,
    startedAt: moment.optional(),
    completedAt: moment.optional(),
    metadata: z.record(z.string(), z.unknown()),
    input: z
      .object({
        query: z.string(),
        gradeLevel: z.int().optional(),
        interest: z.string().optional(),
        modalities: z.array(z.enum(Modality)),
        durationSeconds: z.int(),
        aspectRatio: z.string(),
        voice: z.string().optional(),
        ...presentationSchema.omit({ brand: true }).shape,
        priority: z.int(),
      })
      .meta({ description: 'What was asked for, with defaults filled in.' }),
  })
  .meta({ id: 'ContentRequest' });
export type RequestView = z.infer<typeof requestSchema>;

export const pageSchema = z
  .object({
    items: z.array(requestSchema),
    nextCursor: nextCursorSchema,
  })
  .meta({ id: 'ContentRequestPage' });
