import { ContentRequestStatus, isTerminal, moveRequest, type Database, type Transaction } from '@vividly/db';
import { lockRequest } from './lock.ts';
import { countMetric } from './request-metrics.ts';

/** `cancelled` also when it was cancelled before; `finished` when it completed or failed first. */
export type CancelOutcome = 'cancelled' | 'finished' | 'not_found';

/**
 * Cancels a request: what waits is skipped, what runs loses its claim, and nothing of it can be written any more. Its
 * worker is told by a notification with the commit, and notices by itself at the next heartbeat; it stops, unless
 * another request waits for the very result that it is making.
 */
export async function cancelRequest(
  db: Database,
  key: { requestId: string; organizationId: string },
  reason: 'requested' | 'clarification_expired' = 'requested',
): Promise<CancelOutcome> {
  return db.$transaction(async (tx) => {
    await lockRequest(tx, key.requestId);
    const request = await tx.contentRequest.findFirst({
      where: { id: key.requestId, organizationId: key.organizationId },
    });
    if (!request) return 'not_found';
    if (request.status === ContentRequestStatus.cancelled) return 'cancelled';
    if (isTerminal(request.status)) return 'finished';
    await skipOpenWork(tx, request.id);
    await moveRequest(tx, {
      requestId: request.id,
      from: request.status,
      to: ContentRequestStatus.cancelled,
      stage: request.currentStage,
      set: { runEpoch: { increment: 1 }, completedAt: new Date() },
      details: { reason },
    });
    await countMetric(tx, request.organizationId, { cancelled: 1 });
    return 'cancelled';
  });
}

async function skipOpenWork(tx: Transaction, requestId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE stage_tasks SET status = 'skipped', run_epoch = run_epoch + 1, lease_until = NULL, waiting_for = NULL
    WHERE request_id = ${requestId}::uuid AND status IN ('pending', 'in_progress')`;
  await tx.$executeRaw`
    UPDATE request_stages SET status = 'skipped', completed_at = now()
    WHERE request_id = ${requestId}::uuid AND status IN ('pending', 'in_progress')`;
  await tx.outbox.deleteMany({ where: { requestId } });
}
