import { z } from 'zod';
import { ContentRequestStatus, PipelineStage, StageStatus } from '@vividly/db/enums';

const moment = z.iso.datetime().transform((time) => new Date(time));

const stageSchema = z.object({
  stage: z.enum(PipelineStage),
  title: z.string(),
  status: z.enum(StageStatus),
  tasksTotal: z.int(),
  tasksDone: z.int(),
  startedAt: moment.nullable(),
  completedAt: moment.nullable(),
  error: z.object({ message: z.string(), attempt: z.int().optional() }).optional(),
});
export type StageView = z.infer<typeof stageSchema>;

const artifactSchema = z.object({
  kind: z.string(),
  url: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  contentType: z.string(),
});
export type Artifact = z.infer<typeof artifactSchema>;

/** What this client reads of a content request; the API's own schema says more. */
export const requestViewSchema = z.object({
  id: z.string(),
  status: z.enum(ContentRequestStatus),
  awaitingClarification: z.boolean(),
  clarification: z
    .object({ questions: z.array(z.string()), reasoning: z.string(), round: z.int() })
    .optional(),
  progressPercentage: z.number(),
  etaSeconds: z.number().optional(),
  stages: z.array(stageSchema),
  result: z
    .object({
      title: z.string(),
      durationSeconds: z.number(),
      note: z.string().optional(),
      artifacts: z.array(artifactSchema),
      cached: z.boolean(),
    })
    .optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type RequestView = z.infer<typeof requestViewSchema>;

/** The last word on a lesson. */
export type LessonResult = NonNullable<RequestView['result']>;
