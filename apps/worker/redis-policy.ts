import { Redis } from 'ioredis';

/** Redis may drop jobs when its memory is full: the worker refuses to start on it. */
export class EvictionPolicyError extends Error {
  override readonly name = 'EvictionPolicyError';
}

/** Throws unless Redis answers and its policy is `noeviction`: any other one loses jobs without a word. */
export async function assertNoEviction(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const policy = /maxmemory_policy:(\S+)/.exec(await redis.info('memory'))?.[1];
    if (policy !== 'noeviction')
      throw new EvictionPolicyError(
        `Redis runs with maxmemory-policy ${String(policy)}, which drops jobs; set it to noeviction (redis-cli config set maxmemory-policy noeviction)`,
      );
  } finally {
    redis.disconnect();
  }
}
