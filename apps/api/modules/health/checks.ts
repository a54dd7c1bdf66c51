import { setTimeout as delay } from 'node:timers/promises';
import type { AppDeps, ReadinessLimits } from '../../deps.ts';

/** How a dependency does. `reason` is for everyone to read: it names no host, path or account. */
export interface CheckResult {
  ok: boolean;
  reason?: string;
}

export type CheckName = 'database' | 'redis' | 'storage';

/** A dependency that answers but cannot be used as it is. */
class Unusable extends Error {
  override readonly name = 'Unusable';
}

type Dependencies = Pick<AppDeps, 'db' | 'redis' | 'storage' | 'build'>;

/** Each throws `Unusable` with a reason, or whatever the dependency throws. */
const checks: Readonly<Record<CheckName, (deps: Dependencies) => Promise<void>>> = {
  async database({ db, build }) {
    const rows = await db.$queryRaw<unknown[]>`
      SELECT 1 FROM _prisma_migrations WHERE migration_name = ${build.schemaVersion} AND finished_at IS NOT NULL AND rolled_back_at IS NULL`;
    if (rows.length === 0) throw new Unusable(`migration ${build.schemaVersion} is not applied`);
  },
  async redis({ redis }) {
    const policy = /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory'))?.[1];
    // Any other policy drops jobs without a word once memory runs short.
    if (policy !== 'noeviction')
      throw new Unusable(`maxmemory-policy is ${policy ?? 'unknown'} and must be noeviction`);
  },
  async storage({ storage }) {
    await storage.check();
  },
};

interface ReadinessOptions extends ReadinessLimits {
  /** Details for the operators' log. */
  onFailure: (check: CheckName, error: unknown) => void;
}

/**
 * Looks at every dependency at once, bounded in time. A check still under way is never started a second time, so that a
 * dependency that hangs is not buried under checks.
 */
export function createReadiness(
  deps: Dependencies,
  options: ReadinessOptions,
): () => Promise<Record<CheckName, CheckResult>> {
  const { database, redis, storage } = checks;
  const look = {
    database: remembered('database', async () => database(deps), options),
    redis: remembered('redis', async () => redis(deps), options),
    storage: remembered('storage', async () => storage(deps), options),
  };
  return async () => {
    const [forDatabase, forRedis, forStorage] = await Promise.all([
      look.database(),
      look.redis(),
      look.storage(),
    ]);
    return { database: forDatabase, redis: forRedis, storage: forStorage };
  };
}

function remembered(
  name: CheckName,
  check: () => Promise<void>,
  { timeoutMs, ttlMs, onFailure }: ReadinessOptions,
): () => Promise<CheckResult> {
  let current: { result: Promise<CheckResult>; finishedAt: number | null } | null = null;
  const start = () => {
    const begun: NonNullable<typeof current> = { finishedAt: null, result: Promise.resolve({ ok: true }) };
    begun.result = check()
      .then(
        (): CheckResult => ({ ok: true }),
        (error: unknown): CheckResult => {
          onFailure(name, error);
          return { ok: false, reason: reasonOf(error) };
        },
      )
      .finally(() => {
        begun.finishedAt = Date.now();
      });
    return begun;
  };
  return async () => {
    if (current === null || (current.finishedAt !== null && Date.now() - current.finishedAt >= ttlMs))
      current = start();
    const clock = new AbortController();
    const late = delay(
      timeoutMs,
      { ok: false, reason: `no answer within ${String(timeoutMs)} ms` },
      { signal: clock.signal },
    );
    late.catch(() => undefined);
    try {
      return await Promise.race([current.result, late]);
    } finally {
      clock.abort();
    }
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof Unusable) return error.message;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'cannot be reached';
}
