import { Worker } from 'bullmq';
import type { PipelineStage } from '@vividly/db';
import { consumerConnection, jobDataSchema, queueName, type JobData } from './queues.ts';

export interface ConsumerOptions {
  redisUrl: string;
  prefix: string;
  stage: PipelineStage;
  concurrency: number;
  /** Works on one delivery. */
  run: (delivery: JobData) => Promise<void>;
  onError: (where: string, error: unknown) => void;
}

/** What takes a stage's jobs from Redis in this process. */
export interface Consumer {
  stage: PipelineStage;
  /** Deliveries being worked on, and when the last one came (`performance.now()`). */
  running(): number;
  lastTookAt(): number;
  /** Puts a new connection and worker in the place of those that no longer get jobs; running work goes on. */
  restart(): Promise<void>;
  /** Takes no more. Work that runs is not waited for. */
  close(): Promise<void>;
}

/** A connection that hangs may not keep its successor waiting, in ms. */
const closeLimitMs = 2_000;

/** Starts taking a stage's jobs. */
export async function startConsumer(options: ConsumerOptions): Promise<Consumer> {
  const { redisUrl, prefix, stage, concurrency, run, onError } = options;
  let running = 0;
  let tookAt = performance.now();

  const take = async (data: unknown) => {
    tookAt = performance.now();
    const delivery = jobDataSchema.safeParse(data);
    if (!delivery.success) {
      onError(`delivery ${stage}`, new Error('a job of an unknown form was left to newer workers'));
      return;
    }
    running += 1;
    try {
      await run(delivery.data);
    } finally {
      running -= 1;
    }
  };

  const open = () => {
    const connection = consumerConnection(redisUrl);
    const worker = new Worker(queueName(stage), async ({ data }: { data: unknown }) => take(data), {
      connection,
      prefix,
      concurrency,
      // Leases and retries are the engine's: a job that Redis thinks stalled is simply delivered again and finds its
      // task claimed. A worker that dies between taking a job and claiming its task costs this long.
      lockDuration: 15_000,
      stalledInterval: 5_000,
      // s: a worker that was frozen while it waited keeps the wake-up of others to itself; they look again after so long.
      drainDelay: 1,
      // BullMQ's own verdict must never end a task.
      maxStalledCount: 1_000,
    });
    worker.on('error', (error) => {
      onError(`worker ${stage}`, error);
    });
    worker.on('failed', (_job, error) => {
      onError(`delivery ${stage}`, error);
    });
    return {
      worker,
      async close() {
        await Promise.race([
          worker.close(true),
          new Promise((resolve) => setTimeout(resolve, closeLimitMs).unref()),
        ]);
        connection.disconnect();
      },
    };
  };

  let current = open();
  await current.worker.waitUntilReady();
  return {
    stage,
    running: () => running,
    lastTookAt: () => tookAt,
    async restart() {
      const stuck = current;
      current = open();
      tookAt = performance.now();
      await stuck.close();
    },
    close: async () => current.close(),
  };
}
