import {
  appendEvent,
  ContentRequestStatus,
  moveRequest,
  StageStatus,
  type ContentRequest,
  type Transaction,
} from '@vividly/db';
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
  'retrying' | 'asked' | 'handed_back' | 'fenced' | 'request_failed' | 'stage_noted';

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
      case 'needs_learner': {
        const asked = await askLearner(tx, request, claim, failure);
        return asked === 'asked' ? 'asked' : end(tx, deps, request, claim, asked);
      }
      case 'transient':
        if (claim.attempt >= contract.maxAttempts)
          return end(tx, deps, request, claim, {
            code: failure.code,
            message: failure.message,
            retryable: true,
          });
        await scheduleRetry(tx, deps, claim, failure);
        return 'retrying';
      case 'permanent':
        return end(tx, deps, request, claim, {
          code: failure.code,
          message: failure.message,
          retryable: false,
        });
    }
  });
}

async function scheduleRetry(
  tx: Transaction,
  deps: EngineDeps,
  claim: Claim,
  failure: Extract<Failure, { kind: 'transient' }>,
): Promise<void> {
  const { requestId, stage, part, attempt } = claim;
  const { code, message } = failure;
  const delayMs = backoffMs(deps.retryPolicy, attempt, failure.retryAfterMs);
  await release(tx, claim, { error: { code, message, retryable: true } });
  await redispatch(tx, [claim.taskId], delayMs);
  const nextTryAt = new Date(Date.now() + delayMs).toISOString();
  await appendEvent(tx, requestId, 'task.retrying', { stage, part, attempt, code, message, nextTryAt });
}

/** Ends a task for good; what that means for the request is the contract's `onFailure`. */
async function end(
  tx: Transaction,
  deps: EngineDeps,
  request: ContentRequest,
  claim: Claim,
  failure: FinalFailure,
): Promise<'request_failed' | 'stage_noted'> {
  const { requestId, stage } = claim;
  const error = { ...failure, stage };
  await tx.stageTask.update({
    where: { id: claim.taskId },
    data: { status: StageStatus.failed, error, leaseUntil: null },
  });
  await tx.requestStage.update({
    where: { requestId_stage: { requestId, stage } },
    data: { status: StageStatus.failed, error, completedAt: new Date() },
  });
  if (deps.stages[stage].contract.onFailure === 'note') {
    await appendEvent(tx, requestId, 'stage.failed', { stage, error });
    return 'stage_noted';
  }
  await failRequest(tx, request, error);
  return 'request_failed';
}

/** Fails a request: its other tasks lose their claims (their results, once stored, still serve a retry). */
export async function failRequest(
  tx: Transaction,
  request: ContentRequest,
  error: FinalFailure & { stage: Claim['stage'] },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE stage_tasks SET status = 'pending', run_epoch = run_epoch + 1, lease_until = NULL, worker_id = NULL
    WHERE request_id = ${request.id}::uuid AND status = 'in_progress'`;
  await tx.outbox.deleteMany({ where: { task: { requestId: request.id } } });
  await moveRequest(tx, {
    requestId: request.id,
    from: request.status,
    to: ContentRequestStatus.failed,
    stage: error.stage,
    set: { error: { ...error }, runEpoch: { increment: 1 }, completedAt: new Date() },
    details: { error: { ...error } },
  });
  await countMetric(tx, request.organizationId, { failed: 1 });
}
