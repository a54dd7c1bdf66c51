import {
  appendEvent,
  type Prisma,
  StageStatus,
  type ContentRequest,
  type Modality,
  type PipelineStage,
  type Transaction,
  type UserTier,
} from '@vividly/db';
import { enqueue } from './outbox.ts';
import { countMetric } from './request-metrics.ts';
import { stageOrder, type RequestMetadata } from './snapshot.ts';
import type { ContractCatalogue } from './stage.ts';

/** A request as it was accepted: everything checked, every default filled in. */
export interface NewRequest {
  organizationId: string;
  userId: string | null;
  correlationId: string;
  query: string;
  gradeLevel: number | null;
  interest: string | null;
  modalities: Modality[];
  durationSeconds: number;
  aspectRatio: string;
  voice: string | null;
  /** As the pipeline defines it: how the lesson is to look, sound and be delivered. */
  presentation: Prisma.InputJsonObject;
  /** Of the learner: the weight of their organization's turns. */
  tier: UserTier;
  /** 0..9; the higher goes first, only among the requests of its organization. */
  priority: number;
  client: Record<string, unknown>;
}

/** The one part of the stage that a request begins with; it is planned by the worker that claims it. */
const firstPart = 'main';

/**
 * Accepts a request: its row, a row for each stage (those that its modalities do not need are skipped), the first task
 * and its delivery, all in the caller's transaction. From its commit on nothing but the database is needed to go on.
 */
export async function submitRequest(
  tx: Transaction,
  contracts: ContractCatalogue,
  request: NewRequest,
): Promise<ContentRequest> {
  const { client, ...columns } = request;
  const metadata: RequestMetadata = { client };
  const created = await acceptRequest(tx, {
    ...columns,
    requestMetadata: metadata as Prisma.InputJsonObject,
  });
  await openStages(tx, contracts, created, stageOrder);
  await beginAt(tx, created.id, stageOrder[0]);
  return created;
}

/** Writes a request's row, its first event, and counts it. */
export async function acceptRequest(
  tx: Transaction,
  data: Prisma.ContentRequestUncheckedCreateInput,
): Promise<ContentRequest> {
  const created = await tx.contentRequest.create({ data });
  await appendEvent(tx, created.id, 'request.created', { status: created.status, query: created.query });
  await countMetric(tx, created.organizationId, { accepted: 1 });
  return created;
}

/** Writes a row for each of `stages`: still to come, or skipped where the request's modalities do not need it. */
export async function openStages(
  tx: Transaction,
  contracts: ContractCatalogue,
  { id: requestId, modalities }: Pick<ContentRequest, 'id' | 'modalities'>,
  stages: readonly PipelineStage[],
): Promise<void> {
  await tx.requestStage.createMany({
    data: stages.map((stage) => ({
      requestId,
      stage,
      status: contracts[stage].modalities.some((modality) => modalities.includes(modality))
        ? StageStatus.pending
        : StageStatus.skipped,
    })),
  });
}

/** Makes the first task of the stage that a request begins with, and its delivery. */
export async function beginAt(
  tx: Transaction,
  requestId: string,
  stage: PipelineStage | undefined,
): Promise<void> {
  if (stage === undefined) throw new Error('the pipeline has no stage');
  const task = await tx.stageTask.create({ data: { requestId, stage, part: firstPart } });
  await enqueue(tx, [task.id]);
}
