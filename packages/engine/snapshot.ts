import { z } from 'zod';
import { PipelineStage, StageStatus, type Prisma, type Transaction, type Database } from '@vividly/db';
import type { PlanContext, RequestSnapshot, StageContract, StageOutput } from './stage.ts';

/** Stages in the order in which a request passes them: the enum's. */
export const stageOrder: readonly PipelineStage[] = Object.values(PipelineStage);

export const clarificationSchema = z.object({
  questions: z.array(z.string()),
  reasoning: z.string(),
  requestedAt: z.string(),
  round: z.int().min(1),
  answer: z.string().optional(),
  answeredAt: z.string().optional(),
});
export type Clarification = z.infer<typeof clarificationSchema>;

/** The JSON of content_requests.request_metadata. */
export const requestMetadataSchema = z.object({
  /** The newest round; open while it has no `answeredAt`. */
  clarification: clarificationSchema.optional(),
  /** Earlier, answered rounds, oldest first. */
  earlierClarifications: z.array(clarificationSchema).optional(),
  /** What the client attached to the request. */
  client: z.record(z.string(), z.unknown()).optional(),
});
export type RequestMetadata = z.infer<typeof requestMetadataSchema>;

/** A request with everything a plan reads. */
export type LoadedRequest = Prisma.ContentRequestGetPayload<{
  include: { stages: true; tasks: { omit: { input: true } } };
}>;

/** Loads a request with its stages and tasks; null when there is none. */
export async function loadRequest(
  db: Database | Transaction,
  requestId: string,
): Promise<LoadedRequest | null> {
  return db.contentRequest.findUnique({
    where: { id: requestId },
    include: {
      stages: true,
      tasks: { omit: { input: true }, orderBy: [{ stage: 'asc' }, { position: 'asc' }] },
    },
  });
}

function snapshotOf(request: LoadedRequest): RequestSnapshot {
  const metadata = requestMetadataSchema.parse(request.requestMetadata);
  const rounds = [
    ...(metadata.earlierClarifications ?? []),
    ...(metadata.clarification ? [metadata.clarification] : []),
  ];
  return {
    id: request.id,
    organizationId: request.organizationId,
    correlationId: request.correlationId,
    query: request.query,
    gradeLevel: request.gradeLevel,
    interest: request.interest,
    modalities: request.modalities,
    durationSeconds: request.durationSeconds,
    aspectRatio: request.aspectRatio,
    voice: request.voice,
    presentation: request.presentation,
    editedScript: request.editedScript,
    clarifications: rounds.flatMap(({ questions, answer }) =>
      answer === undefined ? [] : [{ questions, answer }],
    ),
  };
}

/** What plans read, from a loaded request. */
export function planContext(request: LoadedRequest): PlanContext {
  return {
    request: snapshotOf(request),
    outputs<O extends z.ZodType>(contract: StageContract<z.ZodType, O>): StageOutput<z.infer<O>>[] {
      return request.tasks
        .filter((task) => task.stage === contract.stage && task.status === StageStatus.completed)
        .map((task) => ({
          part: task.part,
          output: contract.output.parse(task.output),
          cached: task.cached,
        }));
    },
  };
}
