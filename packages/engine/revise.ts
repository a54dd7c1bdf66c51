import {
  appendEvent,
  Prisma,
  StageStatus,
  type ContentRequest,
  type PipelineStage,
  type Transaction,
  type UserTier,
} from '@vividly/db';
import { lockRequest } from './lock.ts';
import { recordProgress } from './progress.ts';
import { stageOrder } from './snapshot.ts';
import type { ContractCatalogue } from './stage.ts';
import { acceptRequest, beginAt, openStages } from './submit.ts';

/** The lesson that a request belongs to: the id of its first request. */
export function lessonIdOf({ id, lessonId }: Pick<ContentRequest, 'id' | 'lessonId'>): string {
  return lessonId ?? id;
}

/** Names every request of the lesson that a request belongs to. */
export function ofLesson(lessonId: string): Prisma.ContentRequestWhereInput {
  return { OR: [{ id: lessonId }, { lessonId }] };
}

/** Waits for other edits of the lesson: until the transaction ends nobody else adds a revision to it. */
export async function lockLesson(tx: Transaction, lessonId: string): Promise<void> {
  await lockRequest(tx, lessonId);
}

/** An edit that was accepted: by whom, and what the pipeline is to take instead of what it would make. */
export interface NewRevision {
  userId: string;
  correlationId: string;
  tier: UserTier;
  /** As the pipeline defines it: the edited script and what it was before. */
  editedScript: Prisma.InputJsonObject;
  /** The stage that takes the edit; what the request before found out up to there is taken over. */
  beginsAt: PipelineStage;
}

/**
 * Makes the next revision of a lesson from `base`, its newest one: a request that asks for the same, with the stages
 * before the edit done already, so that no provider may understand the question differently this time. All of it in the
 * caller's transaction, which holds `lockLesson`. What the edit leaves as it was is found by its hash.
 */
export async function reviseRequest(
  tx: Transaction,
  contracts: ContractCatalogue,
  base: ContentRequest,
  { beginsAt, ...edit }: NewRevision,
): Promise<ContentRequest> {
  const { organizationId, query, gradeLevel, interest, modalities } = base;
  const { durationSeconds, aspectRatio, voice, presentation, priority, requestMetadata } = base;
  const created = await acceptRequest(tx, {
    ...{
      organizationId,
      query,
      gradeLevel,
      interest,
      modalities,
      durationSeconds,
      aspectRatio,
      voice,
      priority,
    },
    ...edit,
    presentation: presentation as Prisma.InputJsonObject,
    requestMetadata: requestMetadata as Prisma.InputJsonObject,
    lessonId: lessonIdOf(base),
    revision: base.revision + 1,
  });
  const at = stageOrder.indexOf(beginsAt);
  const before = stageOrder.slice(0, at);
  await takeOver(tx, base.id, created.id, before);
  await openStages(tx, contracts, created, stageOrder.slice(at));
  for (const stage of before) {
    await appendEvent(tx, created.id, 'stage.completed', { stage, cached: true });
    await recordProgress(tx, contracts, created.id, stage);
  }
  await beginAt(tx, created.id, beginsAt);
  return created;
}

/** Copies finished stages with their tasks. Throws when one is not finished. */
async function takeOver(
  tx: Transaction,
  fromId: string,
  requestId: string,
  stages: readonly PipelineStage[],
): Promise<void> {
  const completedAt = new Date();
  const tasks = await tx.stageTask.findMany({
    where: { requestId: fromId, stage: { in: [...stages] }, status: StageStatus.completed },
    omit: { id: true },
  });
  await tx.stageTask.createMany({
    data: tasks.map(({ stage, part, position, input, inputHash, output, payloadVersion }) => ({
      ...{ requestId, stage, part, position, inputHash, payloadVersion, completedAt },
      input: input ?? Prisma.DbNull,
      output: output ?? Prisma.DbNull,
      status: StageStatus.completed,
      cached: true,
    })),
  });
  await tx.requestStage.createMany({
    data: stages.map((stage) => {
      const count = tasks.filter((task) => task.stage === stage).length;
      if (count === 0) throw new Error(`request ${fromId} has not finished ${stage}`);
      return {
        ...{ requestId, stage, completedAt, status: StageStatus.completed },
        tasksTotal: count,
        tasksDone: count,
      };
    }),
  });
}
