import { setTimeout as delay } from 'node:timers/promises';
import type { PoolConfig } from 'pg';
import type { PipelineStage } from '@vividly/db';
import { startConsumer, type Consumer } from './consumers.ts';
import { startDispatcher } from './dispatcher.ts';
import type { EngineDeps } from './engine.ts';
import { createPlaces } from './places.ts';
import { createQueues, producerConnection, type JobData, type Queues } from './queues.ts';
import { reconcile, type ReconcilerOptions } from './reconcile/index.ts';
import { removeOrphans } from './reconcile/orphans.ts';
import { runTask } from './run-task.ts';
import { createRunningTasks } from './running-tasks.ts';
import { openSession, type Session } from './session.ts';
import { restartStalled } from './watchdog.ts';
import { register, type Registration } from './worker-registry.ts';

export interface WorkerOptions {
  engine: EngineDeps;
  redisUrl: string;
  /** Separates installations that share a Redis. */
  queuePrefix: string;
  /** For the connection that listens and holds locks. */
  listenConnection: PoolConfig;
  /** Stages this process runs, with how many tasks of each at once. */
  concurrency: ReadonlyMap<PipelineStage, number>;
  reconciler: ReconcilerOptions & { everyMs: number };
  /** A stage whose jobs wait in Redis for so long while this process is given none is taken up anew, in ms. */
  stallMs: number;
  /** How often storage is searched for files that nobody refers to, and how old they must be. */
  orphans: { everyMs: number; graceHours: number };
  /** Trouble with Redis or the database outside a task: logged, and tried again. */
  onError: (where: string, error: unknown) => void;
}

/** A running worker process. */
export interface RunningWorker {
  queues: Queues;
  consumers: readonly Consumer[];
  /** Hands running tasks back, takes no more, and closes every connection. */
  close(): Promise<void>;
}

/** Key of the advisory lock under which one process at a time reconciles. */
const reconcileLock = 7_266_843_363n;

/** Key of the advisory lock under which one process at a time searches storage. */
const orphanLock = 7_266_843_364n;

/** Starts the stages' consumers, the dispatcher and the reconciler of one process. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { engine, redisUrl, queuePrefix, concurrency, onError } = options;
  const producer = producerConnection(redisUrl);
  const queues = await createQueues(producer, queuePrefix);
  const stopping = new AbortController();
  const tasks = createRunningTasks();
  const places = createPlaces([...concurrency.values()].reduce((sum, count) => sum + count, 0));
  const running = new Set<Promise<void>>();
  const session = openSession(options.listenConnection, {
    vividly_outbox: () => {
      dispatcher.wake();
    },
    vividly_cancelled: (requestId) => {
      tasks.check(requestId);
    },
  });

  let gone = false;
  const run = async (delivery: JobData) => {
    if (gone) throw new Error('delivered to a worker that had closed; Redis gives it to another one');
    const task = runTask(engine, delivery, { shutdown: stopping.signal, running: tasks, places });
    running.add(task);
    try {
      await task;
    } finally {
      running.delete(task);
      // A place is free.
      dispatcher.wake();
    }
  };
  const registration = register(engine.db, engine.workerId, concurrency);
  await registration.renew();
  const dispatcher = startDispatcher({
    db: engine.db,
    queues,
    session,
    prefix: queuePrefix,
    pollMs: 1_000,
    onError: (error) => {
      onError('dispatcher', error);
    },
  });
  const consumers = await Promise.all(
    [...concurrency].map(async ([stage, places]) =>
      startConsumer({ redisUrl, prefix: queuePrefix, stage, concurrency: places, run, onError }),
    ),
  );
  const parts = { queues, session, registration, consumers };
  const sweeping = Promise.all([
    sweep(options, parts, stopping.signal),
    tidy(options, session, stopping.signal),
  ]);

  return {
    queues,
    consumers,
    async close() {
      const closing = consumers.map((consumer) => consumer.close());
      stopping.abort();
      // A delivery that was on its way still comes, and is handed back like the others.
      await Promise.allSettled(closing);
      while (running.size > 0) await Promise.allSettled(running);
      gone = true;
      await sweeping;
      await dispatcher.close();
      await registration.leave().catch((error: unknown) => {
        onError('registration', error);
      });
      await session.close();
      await queues.close();
      producer.disconnect();
    },
  };
}

interface Parts {
  queues: Queues;
  session: Session;
  registration: Registration;
  consumers: readonly Consumer[];
}

/** What has to be looked at again and again, from the start until stopped; no step keeps the next from its turn. */
async function sweep(
  { engine, reconciler, stallMs, onError }: WorkerOptions,
  { queues, session, registration, consumers }: Parts,
  stop: AbortSignal,
): Promise<void> {
  const steps: Record<string, () => Promise<unknown>> = {
    registration: () => registration.renew(),
    reconciler: () => session.exclusively(reconcileLock, () => reconcile(engine, queues, reconciler)),
    watchdog: async () => {
      for (const stage of await restartStalled(engine.db, consumers, stallMs))
        onError(
          `worker ${stage}`,
          new Error(`was given no job for ${String(stallMs)} ms while some waited; restarted`),
        );
    },
  };
  const stopped = () => stop.aborted;
  while (!stopped()) {
    for (const [name, step] of Object.entries(steps))
      await step().catch((error: unknown) => {
        if (!stopped()) onError(name, error);
      });
    await delay(reconciler.everyMs, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** Removes what nobody refers to any more: rarely, by one process at a time, beside everything else. */
async function tidy(
  { engine, orphans, onError }: WorkerOptions,
  session: Session,
  stop: AbortSignal,
): Promise<void> {
  const stopped = () => stop.aborted;
  const clear = async () => {
    await removeOrphans(engine.db, engine.files, orphans.graceHours);
    await engine.clearCaches?.();
  };
  for (;;) {
    await delay(orphans.everyMs * (0.5 + Math.random() / 2), undefined, { signal: stop }).catch(
      () => undefined,
    );
    if (stopped()) return;
    await session.exclusively(orphanLock, clear).catch((error: unknown) => {
      if (!stopped()) onError('orphans', error);
    });
  }
}
