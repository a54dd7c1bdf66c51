import { randomUUID } from 'node:crypto';
import type { Transaction } from '@vividly/db';
import type { Queues } from './queues.ts';

/**
 * Notices that Redis has been emptied or replaced since jobs were given to it: a mark is kept in Redis and in the
 * database. When they differ, every job is counted as lost and waits for its turn again. A job that is there after all
 * is not added twice, and one that was claimed is in the backlog no longer. Returns how many were taken back.
 */
export async function recallFromLostRedis(tx: Transaction, queues: Queues, prefix: string): Promise<number> {
  const mark = await queues.mark(randomUUID());
  const known = await tx.redisIncarnation.findUnique({ where: { prefix } });
  if (known?.mark === mark) return 0;
  await tx.redisIncarnation.upsert({ where: { prefix }, create: { prefix, mark }, update: { mark } });
  return tx.$executeRaw`UPDATE outbox SET sent_at = NULL WHERE sent_at IS NOT NULL`;
}
