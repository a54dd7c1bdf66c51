import {
  appendEvent,
  ContentRequestStatus,
  moveRequest,
  Prisma,
  StageStatus,
  type ContentRequest,
  type Database,
  type Transaction,
} from '@vividly/db';
import type { Claim } from './claim-task.ts';
import type { Failure, FinalFailure } from './errors.ts';
import { release } from './fence.ts';
import { lockRequest } from './lock.ts';
import { redispatch } from './outbox.ts';
import { countMetric } from './request-metrics.ts';
import { requestMetadataSchema, type Clarification, type RequestMetadata } from './snapshot.ts';

/** How often a learner is asked about one request. */
export const maxClarificationRounds = 3;

/**
 * Puts a question to the learner: the request goes back to pending and carries the open question; the task waits with
 * its input forgotten, because the answer becomes part of it. Asks no more than `maxClarificationRounds` times.
 */
export async function askLearner(
  tx: Transaction,
  request: ContentRequest,
  claim: Claim,
  { questions, reasoning }: Extract<Failure, { kind: 'needs_learner' }>,
): Promise<'asked' | FinalFailure> {
  const metadata = requestMetadataSchema.parse(request.requestMetadata);
  const round = (metadata.clarification?.round ?? 0) + 1;
  if (round > maxClarificationRounds)
    return {
      code: 'clarification_exhausted',
      message: `After ${String(maxClarificationRounds)} answers it is still not clear what the lesson should be about. Please ask again in other words.`,
      retryable: false,
    };
  const clarification: Clarification = { questions, reasoning, requestedAt: new Date().toISOString(), round };
  const answered = metadata.clarification;
  const requestMetadata: RequestMetadata = {
    ...metadata,
    clarification,
    ...(answered ? { earlierClarifications: [...(metadata.earlierClarifications ?? []), answered] } : {}),
  };
  await release(tx, claim, { attempt: 0, input: Prisma.DbNull, inputHash: null });
  await tx.requestStage.update({
    where: { requestId_stage: { requestId: request.id, stage: claim.stage } },
    data: { status: StageStatus.pending, startedAt: null },
  });
  await moveRequest(tx, {
    requestId: request.id,
    from: request.status,
    to: ContentRequestStatus.pending,
    stage: claim.stage,
    set: { requestMetadata: requestMetadata as Prisma.InputJsonObject },
    details: { clarification },
  });
  await countMetric(tx, request.organizationId, { clarified: 1 });
  return 'asked';
}

/** `answered`, or why not: no such request in this organization, or no open question. */
export type AnswerOutcome = 'answered' | 'not_found' | 'no_open_question';

/** Takes the learner's answer to the open question and sends the same request on its way again. */
export async function answerClarification(
  db: Database,
  key: { requestId: string; organizationId: string },
  answer: string,
): Promise<AnswerOutcome> {
  return db.$transaction(async (tx) => {
    await lockRequest(tx, key.requestId);
    const request = await tx.contentRequest.findFirst({
      where: { id: key.requestId, organizationId: key.organizationId },
    });
    if (!request) return 'not_found';
    const metadata = requestMetadataSchema.parse(request.requestMetadata);
    if (!request.awaitingClarification || !metadata.clarification) return 'no_open_question';
    const clarification = { ...metadata.clarification, answer, answeredAt: new Date().toISOString() };
    await tx.contentRequest.update({
      where: { id: request.id },
      data: {
        requestMetadata: { ...metadata, clarification } as Prisma.InputJsonObject,
        clockFrom: new Date(),
      },
    });
    await appendEvent(tx, request.id, 'clarification.answered', { round: clarification.round, answer });
    const waiting = await tx.stageTask.findMany({
      where: { requestId: request.id, status: StageStatus.pending },
    });
    await redispatch(
      tx,
      waiting.map((task) => task.id),
    );
    return 'answered';
  });
}
