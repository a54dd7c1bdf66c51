import { availableParallelism, hostname } from 'node:os';
import { concurrencyKey, loadConfig, workerEnv } from '@vividly/config';
import {
  assertEnumsMatch,
  assertSchemaFits,
  createDatabase,
  describeDatabase,
  PipelineStage,
  poolConfig,
} from '@vividly/db';
import { migrationNames } from '@vividly/db/migrate';
import {
  createCircuits,
  defaultCircuitLimits,
  defaultRetryPolicies,
  startWorker,
  type EngineDeps,
} from '@vividly/engine';
import { loadLibrary } from '@vividly/knowledge/library';
import { createLogger, createMetrics, runUntilStopped, startProbeServer } from '@vividly/observability';
import { contracts, createStages, finishLesson, missingFiles } from '@vividly/pipeline';
import { createStorage, forgetSentences } from '@vividly/providers';
import { createPipelineDeps } from './providers.ts';
import { openTemporaryDir } from './temporary-dir.ts';
import { assertBullmq, assertNoEviction, assertPrograms } from './start-checks.ts';

/** How often what dead workers of this machine left is looked for, in ms. */
const clearEveryMs = 2_000;

/** The worker process: every stage, or those in WORKER_STAGES, until SIGTERM. */
await runUntilStopped('worker', async (disposers) => {
  const config = loadConfig(workerEnv, process.env);
  const logger = createLogger({ service: 'worker', level: config.LOG_LEVEL });
  const metrics = createMetrics();
  logger.info(
    {
      database: describeDatabase(config.DATABASE_URL),
      llm: config.LLM_PROVIDER,
      speech: config.SPEECH_PROVIDER,
      storage: config.STORAGE_PROVIDER,
    },
    'starting',
  );

  const db = createDatabase(config.DATABASE_URL, {
    max: config.DATABASE_POOL_MAX,
    applicationName: 'vividly-worker',
  });
  disposers.push(async () => db.$disconnect());
  const temporary = openTemporaryDir();
  disposers.push(async () => Promise.resolve(temporary.remove()));
  temporary.clearAfterDead();
  const clearing = setInterval(() => {
    try {
      temporary.clearAfterDead();
    } catch (error) {
      logger.warn({ err: error }, 'what dead workers left could not be cleared');
    }
  }, clearEveryMs);
  disposers.push(async () => Promise.resolve(clearInterval(clearing)));
  assertBullmq();
  await assertPrograms(config);
  await assertEnumsMatch(db);
  await assertSchemaFits(db, migrationNames());
  await assertNoEviction(config.REDIS_URL);
  const library = loadLibrary();
  const storage = createStorage(config);
  await storage.check();

  const guard = createCircuits({
    db,
    limits: defaultCircuitLimits,
    onError: (circuit, error) => {
      logger.warn({ circuit, err: error }, 'the outcome of a call could not be noted');
    },
  });
  const engine: EngineDeps = {
    db,
    stages: createStages(createPipelineDeps(config, { db, library, storage, guard, metrics })),
    missingFiles: async (output) => missingFiles(storage, output),
    files: { list: () => storage.list('tasks'), remove: async (key) => storage.delete(key) },
    clearCaches: async () => forgetSentences(storage, config.SPEECH_CACHE_DAYS),
    finish: finishLesson,
    retryPolicies: defaultRetryPolicies,
    leaseMs: config.TASK_LEASE_SECONDS * 1000,
    workerId: `${hostname()}:${String(process.pid)}`,
    onEvent: (event) => {
      metrics.observe(event);
      logger.info(event, event.type);
    },
  };
  const worker = await startWorker({
    engine,
    redisUrl: config.REDIS_URL,
    queuePrefix: config.QUEUE_PREFIX,
    listenConnection: poolConfig(config.DATABASE_URL, { applicationName: 'vividly-dispatcher' }),
    concurrency: new Map(
      config.WORKER_STAGES.map((stage) => [
        stage,
        config[concurrencyKey(stage)] ?? contracts[stage].concurrency(availableParallelism()),
      ]),
    ),
    reconciler: {
      everyMs: 1_500,
      overdueMs: 10_000,
      clarificationTtlHours: config.CLARIFICATION_TTL_HOURS,
      requestDeadlineHours: config.REQUEST_DEADLINE_HOURS,
    },
    stallMs: 20_000,
    orphans: { everyMs: 3_600_000, graceHours: config.ORPHAN_GRACE_HOURS },
    onError: (where, error) => {
      logger.warn({ where, err: error }, 'trouble outside a task; it will be tried again');
    },
  });
  disposers.push(async () => worker.close());
  if (config.WORKER_HEALTH_PORT !== undefined) {
    const probe = await startProbeServer({
      host: config.WORKER_HEALTH_HOST,
      port: config.WORKER_HEALTH_PORT,
      ready: async () => db.$queryRaw`SELECT 1`,
      metrics,
    });
    disposers.push(async () => probe.close());
    logger.info({ url: probe.url }, 'health check and metrics are served');
  }
  logger.info(
    {
      stages:
        config.WORKER_STAGES.length === Object.values(PipelineStage).length ? 'all' : config.WORKER_STAGES,
    },
    'ready',
  );
  // To a parent that waits for it (`vividly up`).
  process.send?.('ready');
});
