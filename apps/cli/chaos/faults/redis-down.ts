import type { Fault } from '../fault.ts';
import { streamOf } from '../stream.ts';
import { tasksOf } from '../tasks.ts';
import { pause, until, WaitedInVain } from '../until.ts';

const outageMs = 60_000;
/** From the return of Redis until every worker has taken a task. */
const consumeLimitMs = 5_000;

/** Redis stays away for a minute. */
export const redisDown: Fault = {
  name: 'redis-down',
  guarantee:
    'Redis away for 60 s: every POST is answered 202 meanwhile, and every worker takes tasks again 5 s after its return',
  trials: { short: 0, full: 2 },
  variants: [{ name: 'away', work: 'text' }],
  recovery: { percentile: 'max', atMostMs: consumeLimitMs },
  async run(trial) {
    const { stack, signal, load } = trial;
    stack.gemini.pace({ understand: [200, 400], lesson: [200, 400] });
    await stack.redis.kill();
    const stream = streamOf(trial, { clients: 1, everyMs: 250 });
    await pause(outageMs, signal);
    await stack.redis.start();
    const backAt = Date.now();
    const workers = stack.crew.workers();
    /** For each worker the first moment at which it took a task after the return; absent while there is none. */
    const firsts = async () => {
      const tasks = await tasksOf(stack.db, load.ids());
      return workers.flatMap(({ owns }) => {
        const taken = tasks
          .filter(({ workerId }) => owns(workerId))
          .map(({ startedAt }) => startedAt?.getTime() ?? 0);
        const since = taken.filter((time) => time > backAt);
        return since.length === 0 ? [] : [Math.min(...since)];
      });
    };
    await until('every worker takes tasks', async () => (await firsts()).length === workers.length, {
      limitMs: 60_000,
      signal,
    }).catch((error: unknown) => {
      if (!(error instanceof WaitedInVain)) throw error;
    });
    const { refused } = await stream.stop();
    const taking = await firsts();
    const dead = workers.length - taking.length;
    return {
      recoveryMs: taking.map((time) => time - backAt),
      broken: [
        ...refused,
        ...(dead === 0 ? [] : [`${String(dead)} workers take no task after Redis has returned`]),
      ],
      figures: { refused: refused.length, deadWorkers: dead },
    };
  },
};
