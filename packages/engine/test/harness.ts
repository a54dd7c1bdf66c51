import {
  PipelineStage,
  poolConfig,
  UserTier,
  type ContentRequest,
  type ContentRequestStatus,
} from '@vividly/db';
import { createTestDatabase, testRedis, until, type TestDatabase } from '@vividly/testing';
import { contractsOf } from '../catalogue.ts';
import type { EngineDeps, EngineEvent, TaskFiles } from '../engine.ts';
import { submitRequest, type NewRequest } from '../submit.ts';
import { startWorker, type RunningWorker } from '../worker.ts';
import type { ToyPipeline } from './toy-pipeline.ts';

/** A database with an organization, and the means to run toy pipelines over it. */
export interface Harness {
  database: TestDatabase;
  /** Where the workers' jobs are. */
  redis: { url: string; prefix: string };
  organizationId: string;
  events: EngineEvent[];
  deps(pipeline: ToyPipeline, overrides?: Partial<EngineDeps>): EngineDeps;
  start(pipeline: ToyPipeline, overrides?: Partial<EngineDeps>): Promise<RunningWorker>;
  submit(pipeline: ToyPipeline, overrides?: Partial<NewRequest>): Promise<ContentRequest>;
  /** The request once it shows `status`. */
  reaches(id: string, status: ContentRequestStatus): Promise<ContentRequest>;
  close(): Promise<void>;
}

const noFiles: TaskFiles = {
  // eslint-disable-next-line @typescript-eslint/no-empty-function -- an empty listing
  async *list() {},
  remove: () => Promise.resolve(),
};

/**
 * Short pauses, so that a retry shows within a test; a lease that a busy machine does not miss, so that work is done
 * again only where a test means it.
 */
const soon = { baseMs: 20, capMs: 100 };
const quick = { leaseMs: 9_000, retryPolicies: { busy: soon, broken: soon, other: soon } };

export async function createHarness(): Promise<Harness> {
  const database = await createTestDatabase();
  const { db, url } = database;
  const redis = testRedis();
  const organization = await db.organization.create({ data: { slug: 'toys', name: 'Toys' } });
  const events: EngineEvent[] = [];
  const workers: RunningWorker[] = [];
  const harness: Harness = {
    database,
    redis,
    organizationId: organization.id,
    events,
    deps: (pipeline, overrides = {}) => ({
      db,
      stages: pipeline.stages,
      missingFiles: async () => Promise.resolve([]),
      files: noFiles,
      finish: () => ({ result: { durationSeconds: 90 }, artifacts: [] }),
      ...quick,
      workerId: 'test',
      onEvent: (event) => events.push(event),
      ...overrides,
    }),
    async start(pipeline, overrides = {}) {
      const worker = await startWorker({
        engine: harness.deps(pipeline, overrides),
        redisUrl: redis.url,
        queuePrefix: redis.prefix,
        listenConnection: poolConfig(url),
        concurrency: new Map(Object.values(PipelineStage).map((stage) => [stage, 4])),
        reconciler: { overdueMs: 1_500, clarificationTtlHours: 72, requestDeadlineHours: 24, everyMs: 200 },
        stallMs: 20_000,
        orphans: { everyMs: 3_600_000, graceHours: 24 },
        onError: () => undefined,
      });
      workers.push(worker);
      return worker;
    },
    submit: async (pipeline, overrides = {}) =>
      db.$transaction(async (tx) =>
        submitRequest(tx, contractsOf(pipeline.stages), {
          organizationId: organization.id,
          userId: null,
          correlationId: 'test',
          query: 'Explain toys',
          gradeLevel: null,
          interest: null,
          modalities: ['video'],
          durationSeconds: 90,
          aspectRatio: '16:9',
          voice: null,
          presentation: {},
          tier: UserTier.free,
          priority: 0,
          client: {},
          ...overrides,
        }),
      ),
    reaches: async (id, status) =>
      until(`request ${id} is ${status}`, async () => {
        const request = await db.contentRequest.findUniqueOrThrow({ where: { id } });
        return request.status === status && request;
      }),
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
      await database.drop();
    },
  };
  return harness;
}
