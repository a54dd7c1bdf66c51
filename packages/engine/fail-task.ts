import {
  appendEvent,
  ContentRequestStatus,
  moveRequest,
  StageStatus,
  type ContentRequest,
  type Transaction,
} from '@vividly/db';
import { bury, type Death } from './bury.ts';
import type { Claim } from './claim-task.ts';
import type { EngineDeps } from './engine.ts';
import type { Failure, FinalFailure } from './errors.ts';
import { askLearner } from './clarification.ts';
import { holds, release } from './fence.ts';
import { lockRequest } from './lock.ts';
import { holderOf, releaseHash } from './memo.ts';
import { redispatch } from './outbox.ts';
import { countMetric } from './request-metrics.ts';
import { backoffMs } from './retry-policy.ts';

/** What a failed try leads to. */
export type FailureOutcome =
  'retrying' | 'parked' | 'asked' | 'handed_back' | 'fenced' | 'request_failed' | 'stage_noted';

/**
 * Writes down what a failed try means, under the claim's fence: another try later, a question to the learner, a
 * hand-back at shutdown, or the end. A request is failed only here and only after the last try of a task.
 */
export async function failTask(
  deps: EngineDeps,
  claim: Claim,
  inputHash: string | null,
  failure: Failure,
): Promise<FailureOutcome> {
  const { contract } = deps.stages[claim.stage];
  return deps.db.$transaction(async (tx) => {
    await lockRequest(tx, claim.requestId);
    if (inputHash !== null) await releaseHash(tx, inputHash, holderOf(claim));
    if (!(await holds(tx, claim))) return 'fenced';
    const request = await tx.contentRequest.findUniqueOrThrow({ where: { id: claim.requestId } });
    switch (failure.kind) {
      case 'stopped':
        if (failure.reason === 'fenced') return 'fenced';
        await release(tx, claim, { attempt: claim.attempt - 1 });
        await redispatch(tx, [claim.taskId]);
        return 'handed_back';
      case 'parked':
        await park(tx, claim, failure);
        return 'parked';
      case 'needs_learner': {
        const asked = await askLearner(tx, request, claim, failure);
        return asked === 'asked' ? 'asked' : end(tx, deps, { request, claim, failure: asked });
      }
      case 'transient':
        if (claim.attempt < contract.maxAttempts) {
          await scheduleRetry(tx, deps, claim, failure);
          return 'retrying';
        }
        return end(tx, deps, { request, claim, failure: { ...failure, retryable: true } });
      case 'permanent':
        return end(tx, deps, { request, claim, failure: { ...failure, retryable: false } });
    }
  });
}

/** Puts a task aside that cannot be tried now: no try is used up, and the learner is told once why it waits. */
async function park(
  tx: Transaction,
  claim: Claim,
  { code, message, parkForMs }: Extract<Failure, { kind: 'parked' }>,
): Promise<void> {
  const { requestId, stage, part, attempt, taskId } = claim;
  const { error: before } = await tx.stageTask.findUniqueOrThrow({
    where: { id: taskId },
    select: { error: true },
  });
  // Spread out, so that what was parked together does not come back together.
  const delayMs = Math.round(parkForMs * (1 + Math.random() / 4));
  const nextTryAt = await tryAgain(tx, claim, delayMs, { code, message, attempt: attempt - 1 });
  if ((before as { code?: string } | null)?.code === code) return;
  await appendEvent(tx, requestId, 'task.parked', { stage, part, code, message, nextTryAt });
}

async function scheduleRetry(
  tx: Transaction,
  deps: EngineDeps,
  claim: Claim,
  failure: Extract<Failure, { kind: 'transient' }>,
): Promise<void> {
  const { requestId, stage, part, attempt } = claim;
  const { code, message } = failure;
  const delayMs = backoffMs(deps.retryPolicies[failure.retryClass], attempt, failure.retryAfterMs);
  const nextTryAt = await tryAgain(tx, claim, delayMs, { code, message, attempt });
  await appendEvent(tx, requestId, 'task.retrying', { stage, part, attempt, code, message, nextTryAt });
}

/** Gives the claim back with its reason and makes the task due after `delayMs`; returns when that is. */
async function tryAgain(
  tx: Transaction,
  claim: Claim,
  delayMs: number,
  { attempt, code, message }: { attempt: number; code: string; message: string },
): Promise<string> {
  await release(tx, claim, { attempt, error: { code, message, retryable: true } });
  await redispatch(tx, [claim.taskId], delayMs);
  return new Date(Date.now() + delayMs).toISOString();
}

/** Ends a task for good; what that means for the request is the contract's `onFailure`. */
async function end(
  tx: Transaction,
  deps: EngineDeps,
  ending: { request: ContentRequest; claim: Claim; failure: FinalFailure & { stderr?: string | undefined } },
): Promise<'request_failed' | 'stage_noted'> {
  const { request, claim } = ending;
  const { requestId, stage } = claim;
  const { code, message, retryable, stderr } = ending.failure;
  const failure: FinalFailure = { code, message, retryable };
  const error = { ...failure, stage };
  const { id, part, attempt, losses } = await tx.stageTask.update({
    where: { id: claim.taskId },
    data: { status: StageStatus.failed, error, leaseUntil: null },
  });
  await tx.requestStage.update({
    where: { requestId_stage: { requestId, stage } },
    data: { status: StageStatus.failed, error, completedAt: new Date() },
  });
  const death = { reason: 'failed', failure, stderr, task: { id, part, attempt, losses } } as const;
  if (deps.stages[stage].contract.onFailure === 'note') {
    await appendEvent(tx, requestId, 'stage.failed', { stage, error });
    await bury(tx, { ...death, requestId, organizationId: request.organizationId, stage });
    return 'stage_noted';
  }
  await failRequest(tx, request, stage, death);
  return 'request_failed';
}

/**
 * Fails a request and buries what it died of: its other tasks lose their claims (their results, once stored, still
 * serve a retry).
 */
export async function failRequest(
  tx: Transaction,
  request: ContentRequest,
  stage: Claim['stage'],
  death: Omit<Death, 'requestId' | 'organizationId' | 'stage'>,
): Promise<void> {
  const error = { ...death.failure, stage };
  await tx.$executeRaw`
    UPDATE stage_tasks SET status = 'pending', run_epoch = run_epoch + 1, lease_until = NULL, worker_id = NULL
    WHERE request_id = ${request.id}::uuid AND status = 'in_progress'`;
  await tx.$executeRaw`
    UPDATE stage_tasks SET waiting_for = NULL WHERE request_id = ${request.id}::uuid AND waiting_for IS NOT NULL`;
  await tx.outbox.deleteMany({ where: { requestId: request.id } });
  await bury(tx, { ...death, requestId: request.id, organizationId: request.organizationId, stage });
  await moveRequest(tx, {
    requestId: request.id,
    from: request.status,
    to: ContentRequestStatus.failed,
    stage,
    set: { error, runEpoch: { increment: 1 }, completedAt: new Date() },
    details: { error },
  });
  await countMetric(tx, request.organizationId, { failed: 1 });
}
