import { once } from 'node:events';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { PipelineStage } from '@vividly/db/enums';
import type { Delivery } from './outbox.ts';

/**
 * What a job carries, and nothing else: everything about the task is in the database. A delivery of another form (of a
 * newer version) is not understood and left alone: its task stays in the backlog.
 */
export const jobDataSchema = z.strictObject({ taskId: z.uuid(), dispatchNo: z.int().min(0) });
export type JobData = z.infer<typeof jobDataSchema>;

/** Name of a stage's queue in Redis. */
export function queueName(stage: PipelineStage): string {
  return `stage-${stage}`;
}

/** Reconnects for ever, at most 2 s apart, with jitter: the library's own steps climb to 20 s. */
export const retryStrategy = (times: number): number =>
  Math.min(2_000, 100 * 2 ** Math.min(times, 5)) * (0.5 + Math.random() / 2);

/** For whoever adds jobs or asks: fails at once while Redis is away instead of queueing in memory. */
export function producerConnection(url: string): Redis {
  return connect(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 3_000 });
}

/** For workers: blocking commands wait as long as it takes. */
export function consumerConnection(url: string): Redis {
  return connect(url, { maxRetriesPerRequest: null });
}

function connect(
  url: string,
  options: { maxRetriesPerRequest: number | null; enableOfflineQueue?: boolean; commandTimeout?: number },
): Redis {
  // A server that stands still does not answer a goodbye: closing waits for it so long, in ms, not the library's 2 s.
  const redis = new Redis(url, { ...options, retryStrategy, connectTimeout: 5_000, disconnectTimeout: 500 });
  // Without a listener a lost connection would end the process; health checks and retries tell the story.
  redis.on('error', () => undefined);
  return redis;
}

/** One queue per stage. */
export interface Queues {
  /** Adds the deliveries to their queues. A delivery that is already there is not added twice. */
  add(deliveries: Delivery[]): Promise<void>;
  /** Whether Redis still holds the job of this delivery, waiting or running. */
  holds(delivery: Delivery): Promise<boolean>;
  /** The mark that this Redis carries; `fresh` becomes it where there is none, as in an emptied one. */
  mark(fresh: string): Promise<string>;
  close(): Promise<void>;
}

/** A re-dispatch has another number, so a job id is never used twice (BullMQ ignores a known id without a word). */
function jobId({ taskId, dispatchNo }: Delivery): string {
  return `${taskId}-${String(dispatchNo)}`;
}

/** Resolves when the connection can take commands; it reconnects for ever, so this only waits. */
async function ready(redis: Redis): Promise<void> {
  if (redis.status !== 'ready') await once(redis, 'ready');
}

/**
 * Opens the queues over a producer connection, once that is up: BullMQ asks the server for its version when a queue is
 * made, and a queue that got no answer stays unusable. `prefix` separates installations that share a Redis.
 */
export async function createQueues(connection: Redis, prefix: string): Promise<Queues> {
  await ready(connection);
  const queues = new Map(
    Object.values(PipelineStage).map((stage) => {
      const queue = new Queue<JobData>(queueName(stage), { connection, prefix, skipWaitingForReady: true });
      queue.on('error', () => undefined);
      return [stage, queue] as const;
    }),
  );
  const of = (stage: PipelineStage) => {
    const queue = queues.get(stage);
    if (!queue) throw new RangeError(`no queue for stage ${stage}`);
    return queue;
  };
  return {
    async add(deliveries) {
      for (const stage of queues.keys()) {
        const jobs = deliveries.filter((delivery) => delivery.stage === stage);
        if (jobs.length === 0) continue;
        await of(stage).addBulk(
          jobs.map((delivery) => ({
            name: stage,
            data: { taskId: delivery.taskId, dispatchNo: delivery.dispatchNo },
            // The engine retries, BullMQ never does; a job that is over leaves nothing behind.
            opts: { jobId: jobId(delivery), attempts: 1, removeOnComplete: true, removeOnFail: true },
          })),
        );
      }
    },
    async holds(delivery) {
      return (await of(delivery.stage).getJob(jobId(delivery))) !== undefined;
    },
    async mark(fresh) {
      const key = `${prefix}:incarnation`;
      return (await connection.set(key, fresh, 'NX')) === 'OK'
        ? fresh
        : ((await connection.get(key)) ?? fresh);
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}
