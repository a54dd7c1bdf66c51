import type { Transaction } from '@vividly/db';

/**
 * Locks a request's row until the transaction ends. Every change to a request or its tasks takes this lock first, so
 * that changes of one request follow one another and locks are always taken in the same order (request, task, result).
 */
export async function lockRequest(tx: Transaction, requestId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM content_requests WHERE id = ${requestId}::uuid FOR UPDATE`;
}
