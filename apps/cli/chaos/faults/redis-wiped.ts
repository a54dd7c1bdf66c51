import { StageStatus } from '@vividly/db/enums';
import { deliveriesIn } from '../deliveries.ts';
import type { Fault, Trial } from '../fault.ts';
import { inParallel } from '../load.ts';
import { tasksOf, type TaskRow } from '../tasks.ts';
import { until } from '../until.ts';

const queued = 500;
/** More than are queued, so that some run. */
const submitted = queued + 60;
/** So many of them go through all stages; the others end at the first. */
const lessons = 30;
/** Of those that are queued so many are worked off in the short set. */
const workedOff = 100;

/** Redis forgets everything: FLUSHALL, a lost volume, a replica that was empty. */
export const redisWiped: Fault = {
  name: 'redis-wiped',
  guarantee:
    'FLUSHALL with 500 requests queued and some running: 0 lost, and every delivery is there again or taken',
  trials: { short: 1, full: 4 },
  variants: [{ name: 'queued', work: 'text' }],
  async run(trial) {
    const { stack, load, random, signal } = trial;
    stack.gemini.pace({ understand: [15_000, 20_000], lesson: [0, 100] });
    const wishes = [
      ...Array.from({ length: lessons }, load.wishes.text),
      ...Array.from({ length: submitted - lessons }, load.wishes.refused),
    ];
    await load.submitAll(random.shuffled(wishes), 25);
    const tasks = await until(
      'Redis is full and all workers are busy',
      async () => {
        const seen = await tasksOf(stack.db, load.ids());
        const sent = await stack.db.outbox.count({ where: { sentAt: { not: null } } });
        return sent > 0 && running(seen).length >= sent && seen;
      },
      { limitMs: 60_000, signal },
    );
    const ids = tasks.map(({ id }) => id);
    const held = await deliveriesIn(trial, ids);
    const wiped = Date.now();
    await stack.redis.wipe();
    stack.gemini.pace({ understand: [1_000, 3_000], lesson: [0, 100] });
    await until(
      'every delivery that Redis held is there again or taken',
      async () => {
        const [now, there] = await Promise.all([tasksOf(stack.db, load.ids()), deliveriesIn(trial, ids)]);
        return now
          .filter(({ id }) => held.has(id))
          .every(({ id, status }) => status !== StageStatus.pending || there.has(id));
      },
      { limitMs: 120_000, signal, everyMs: 250 },
    );
    const recoveryMs = Date.now() - wiped;
    stack.gemini.pace({ understand: [0, 0], lesson: [0, 0] });
    if (trial.set === 'short') await cancelMost(trial, tasks);
    const waiting = tasks.filter(({ status }) => status === StageStatus.pending).length;
    return {
      recoveryMs: [recoveryMs],
      broken: waiting >= queued ? [] : [`only ${String(waiting)} requests were queued at the wipe`],
      figures: { queued: waiting, running: running(tasks).length, deliveriesWiped: held.size },
    };
  },
};

/** Where time is short, of the long queue a part is worked off and the rest ends by being cancelled. */
async function cancelMost({ load }: Trial, tasks: readonly TaskRow[]): Promise<void> {
  const queued = tasks.filter(({ status }) => status === StageStatus.pending);
  await inParallel(
    queued.slice(workedOff).map(({ requestId }) => requestId),
    25,
    async (id) => load.cancel(id),
  );
}

function running(tasks: readonly TaskRow[]): TaskRow[] {
  return tasks.filter(({ status }) => status === StageStatus.in_progress);
}
