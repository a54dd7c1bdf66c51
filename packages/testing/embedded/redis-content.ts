import { Redis } from 'ioredis';

/** Opens a connection for one look at a server that must answer now. */
async function withRedis<T>(url: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await use(redis);
  } finally {
    if (redis.status !== 'end') redis.disconnect();
  }
}

/** Removes everything that the server holds. Throws when it cannot be reached. */
export async function wipeRedis(url: string): Promise<void> {
  await withRedis(url, async (redis) => redis.flushall('SYNC'));
}

/** The names of all keys, each once. Throws when the server cannot be reached. */
export async function redisKeys(url: string): Promise<string[]> {
  return withRedis(url, async (redis) => {
    const names = new Set<string>();
    for await (const page of redis.scanStream({ count: 1_000 }) as AsyncIterable<string[]>)
      for (const name of page) names.add(name);
    return [...names];
  });
}

/** The server's version, e.g. `7.0.15`. Throws when it cannot be reached. */
export async function redisVersion(url: string): Promise<string> {
  return withRedis(url, async (redis) => {
    const [, version = 'unknown'] = /redis_version:(\S+)/.exec(await redis.info('server')) ?? [];
    return version;
  });
}
