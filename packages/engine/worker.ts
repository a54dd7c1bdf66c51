import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'bullmq';
import type { PoolConfig } from 'pg';
import type { PipelineStage } from '@vividly/db';
import { startDispatcher } from './dispatcher.ts';
import type { EngineDeps } from './engine.ts';
import {
  consumerConnection,
  createQueues,
  producerConnection,
  queueName,
  type JobData,
  type Queues,
} from './queues.ts';
import { reconcile, type ReconcilerOptions } from './reconcile.ts';
import { runTask } from './run-task.ts';

export interface WorkerOptions {
  engine: EngineDeps;
  redisUrl: string;
  /** Separates installations that share a Redis. */
  queuePrefix: string;
  /** For the dispatcher's LISTEN. */
  listenConnection: PoolConfig;
  /** Stages this process runs, with how many tasks of each at once. */
  concurrency: ReadonlyMap<PipelineStage, number>;
  reconciler: ReconcilerOptions & { everyMs: number };
  /** Trouble with Redis or the database outside a task: logged, and tried again. */
  onError: (where: string, error: unknown) => void;
}

/** A running worker process. */
export interface RunningWorker {
  queues: Queues;
  /** Hands running tasks back, takes no more, and closes every connection. */
  close(): Promise<void>;
}

/** Starts the stages' workers, the dispatcher and the reconciler of one process. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { engine, redisUrl, queuePrefix, onError } = options;
  const producer = producerConnection(redisUrl);
  const consumer = consumerConnection(redisUrl);
  const queues = await createQueues(producer, queuePrefix);
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();

  const workers = [...options.concurrency].map(([stage, concurrency]) => {
    const worker = new Worker<JobData>(
      queueName(stage),
      async (job) => {
        const run = runTask(engine, job.data, stopping.signal);
        running.add(run);
        try {
          await run;
        } finally {
          running.delete(run);
        }
      },
      // Leases and retries are the engine's: a job that Redis thinks stalled is simply delivered again and finds its
      // task claimed. maxStalledCount is high because BullMQ's own verdict must never end a task.
      {
        connection: consumer,
        prefix: queuePrefix,
        concurrency,
        lockDuration: 30_000,
        maxStalledCount: 1_000,
      },
    );
    worker.on('error', (error) => {
      onError(`worker ${stage}`, error);
    });
    worker.on('failed', (_job, error) => {
      onError(`delivery ${stage}`, error);
    });
    return worker;
  });

  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  const dispatcher = startDispatcher({
    db: engine.db,
    queues,
    connection: options.listenConnection,
    pollMs: 1_000,
    onError: (error) => {
      onError('dispatcher', error);
    },
  });
  const sweeping = sweep(options, queues, stopping.signal);

  return {
    queues,
    async close() {
      const closing = workers.map((worker) => worker.close(true));
      stopping.abort();
      await Promise.allSettled(running);
      await Promise.allSettled(closing);
      await sweeping;
      await dispatcher.close();
      await queues.close();
      producer.disconnect();
      consumer.disconnect();
    },
  };
}

/** Reconciles once at the start and then every `everyMs` until stopped. */
async function sweep(
  { engine, reconciler, onError }: WorkerOptions,
  queues: Queues,
  stop: AbortSignal,
): Promise<void> {
  const stopped = () => stop.aborted;
  while (!stopped()) {
    try {
      await reconcile(engine, queues, reconciler);
    } catch (error) {
      if (!stopped()) onError('reconciler', error);
    }
    await delay(reconciler.everyMs, undefined, { signal: stop }).catch(() => undefined);
  }
}
