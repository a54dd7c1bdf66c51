import { Redis } from 'ioredis';
import { apiEnv, loadConfig } from '@vividly/config';
import {
  assertEnumsMatch,
  assertSchemaFits,
  createDatabase,
  describeDatabase,
  installationNumbers,
  poolConfig,
} from '@vividly/db';
import { migrationNames } from '@vividly/db/migrate';
import { createCircuits, defaultCircuitLimits } from '@vividly/engine';
import { createLogger, createMetrics, runUntilStopped } from '@vividly/observability';
import { whyNoLogo } from '@vividly/media';
import { contracts, missingFiles, writtenScriptOf } from '@vividly/pipeline';
import {
  createCachedSpeech,
  createSpeechEngines,
  createStorage,
  type SpeechEngine,
} from '@vividly/providers';
import { createApp } from './app.ts';
import { readBuild } from './build.ts';
import { listen } from './http/server.ts';
import { startEventFeed } from './modules/events/feed.ts';

/** Running requests may take this long to finish at a stop, in ms. */
const graceMs = 5_000;

/** The API process, until SIGTERM. */
await runUntilStopped('api', async (disposers) => {
  const config = loadConfig(apiEnv, process.env);
  const logger = createLogger({ service: 'api', level: config.LOG_LEVEL });
  const metrics = createMetrics();
  logger.info(
    { database: describeDatabase(config.DATABASE_URL), storage: config.STORAGE_PROVIDER },
    'starting',
  );

  const db = createDatabase(config.DATABASE_URL, {
    max: config.DATABASE_POOL_MAX,
    applicationName: 'vividly-api',
  });
  disposers.push(async () => db.$disconnect());
  await assertEnumsMatch(db);
  await assertSchemaFits(db, migrationNames());
  for (const number of installationNumbers(db)) metrics.watch(number);
  const storage = createStorage(config);
  const guard = createCircuits({
    db,
    limits: defaultCircuitLimits,
    onError: (circuit, error) => {
      logger.warn({ circuit, err: error }, 'the outcome of a call could not be noted');
    },
  });
  const [preferred, ...fallbacks] = createSpeechEngines(config, guard);
  const kept = (engine: SpeechEngine) =>
    createCachedSpeech(engine, {
      storage,
      observe: (outcome) => {
        metrics.observeSentence({ engine: engine.name, outcome });
      },
    });
  // Only the readiness check talks to Redis: requests reach it through the outbox.
  const redis = new Redis(config.REDIS_URL, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    retryStrategy: (times) => Math.min(2_000, 100 * times),
  });
  redis.on('error', () => undefined);
  disposers.push(async () => {
    redis.disconnect();
    return Promise.resolve();
  });
  const feed = startEventFeed({
    connection: poolConfig(config.DATABASE_URL, { applicationName: 'vividly-api-events' }),
    reconnectMs: 1_000,
    onError: (error) => {
      logger.warn({ err: error }, 'the event feed lost its connection and will open it again');
    },
  });
  disposers.push(async () => feed.close());
  const stopping = new AbortController();
  const app = createApp({
    db,
    storage,
    redis,
    contracts,
    voices: [kept(preferred), ...fallbacks.map(kept)],
    checkLogo: whyNoLogo,
    missingFiles: async (output) => missingFiles(storage, output),
    writtenScriptOf,
    feed,
    logger,
    metrics,
    build: readBuild(process.env, migrationNames().at(-1) ?? 'none'),
    stopping: stopping.signal,
  });
  const server = await listen(app, { host: config.API_HOST, port: config.API_PORT });
  disposers.push(async () => {
    stopping.abort();
    await server.close(graceMs);
  });
  logger.info({ url: server.url }, 'ready');
});
