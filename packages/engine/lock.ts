import type { ContentRequestStatus, Transaction } from '@vividly/db';

/** A request's row under its lock. */
export interface LockedRequest {
  status: ContentRequestStatus;
  runEpoch: number;
  correlationId: string;
  awaitingClarification: boolean;
}

/**
 * Locks a request's row until the transaction ends and reads it; null when there is none. Every change to a request or
 * its tasks takes this lock first, so that changes of one request follow one another and locks are always taken in the
 * same order (request, task, result).
 */
export async function lockRequest(tx: Transaction, requestId: string): Promise<LockedRequest | null> {
  const [row] = await tx.$queryRaw<LockedRequest[]>`
    SELECT status, run_epoch AS "runEpoch", correlation_id AS "correlationId",
      awaiting_clarification AS "awaitingClarification"
    FROM content_requests WHERE id = ${requestId}::uuid FOR UPDATE`;
  return row ?? null;
}
