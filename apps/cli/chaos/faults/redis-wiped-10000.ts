import { randomUUID } from 'node:crypto';
import { PipelineStage } from '@vividly/db/enums';
import { deliveriesIn, sentTasks } from '../deliveries.ts';
import type { Fault, Trial } from '../fault.ts';
import { inParallel } from '../load.ts';
import { until } from '../until.ts';

const deliveries = 10_000;
/** More than that, because workers take some while the others are sent. */
const submitted = deliveries + 300;
/** Redis holds twice of what all workers can run. */
const places = submitted;
/** So long that hardly a task ends before the wipe, and shorter than a provider's time-out. */
const slowMs = 45_000;

/** So soon after a cancel nothing of its work is left. */
const givenUpMs = 5_000;

/** Redis forgets everything that a large installation had given it. */
export const redisWiped10000: Fault = {
  name: 'redis-wiped-10000',
  guarantee: 'FLUSHALL with 10,000 deliveries in Redis: all are there again within 60 s, 0 lost',
  trials: { short: 0, full: 1 },
  variants: [{ name: 'many workers', work: 'text' }],
  recovery: { percentile: 'max', atMostMs: 60_000 },
  async run(trial) {
    const { stack, load, signal } = trial;
    stack.gemini.pace({ understand: [slowMs, slowMs], lesson: [0, 0] });
    const leave = await announceWorkers(trial);
    try {
      await load.submitAll(Array.from({ length: submitted }, load.wishes.refused), 50);
      const held = await until(
        'Redis holds every delivery',
        async () => {
          const [backlog, sent] = await Promise.all([stack.db.outbox.count(), sentTasks(trial)]);
          return sent.length === backlog && deliveriesIn(trial, sent);
        },
        { limitMs: 300_000, signal, everyMs: 500 },
      );
      const wiped = new Date();
      await stack.redis.wipe();
      await until('every delivery is there again or taken', async () => allAgain(trial, wiped), {
        limitMs: 300_000,
        signal,
        everyMs: 250,
      });
      const recoveryMs = Date.now() - wiped.getTime();
      return {
        recoveryMs: [recoveryMs],
        broken:
          held.size >= deliveries ? [] : [`Redis held only ${String(held.size)} deliveries at the wipe`],
        figures: { deliveriesWiped: held.size, perSecond: held.size / (recoveryMs / 1_000) },
      };
    } finally {
      await leave();
      // Ten thousand are soon cancelled and long done.
      await inParallel(load.ids(), 50, async (id) => load.cancel(id));
      await until('the work of cancelled requests is given up', async () => nothingClaimed(trial), {
        limitMs: givenUpMs,
        signal,
      });
    }
  },
};

/** Registers a worker process that could run very many tasks, so that Redis is given as many; takes it away again. */
async function announceWorkers({ stack }: Trial): Promise<() => Promise<unknown>> {
  const id = randomUUID();
  const { workerProcess } = stack.db;
  // Seen in an hour from now: it counts without anybody renewing it.
  const seenAt = new Date(Date.now() + 3_600_000);
  const concurrency = { [PipelineStage.validation]: places };
  await workerProcess.create({ data: { id, name: 'chaos: a large installation', concurrency, seenAt } });
  return async () => workerProcess.deleteMany({ where: { id } });
}

/** Whether all of the backlog was sent since the wipe, and Redis has it. */
async function allAgain(trial: Trial, wiped: Date): Promise<boolean> {
  const { outbox } = trial.stack.db;
  const missing = await outbox.count({ where: { OR: [{ sentAt: null }, { sentAt: { lt: wiped } }] } });
  if (missing > 0) return false;
  const sent = await sentTasks(trial, wiped);
  const there = await deliveriesIn(trial, sent);
  // What is not there may have been taken since it was read.
  const still = new Set(await sentTasks(trial, wiped));
  return sent.every((id) => there.has(id) || !still.has(id));
}

async function nothingClaimed({ stack }: Trial): Promise<boolean> {
  return (await stack.db.taskResult.count({ where: { claimedBy: { not: null } } })) === 0;
}
