import { StageStatus } from '@vividly/db/enums';
import type { Fault } from '../fault.ts';
import { streamOf } from '../stream.ts';
import { tasksOf } from '../tasks.ts';
import { pause, until } from '../until.ts';

/** Redis dies under load and comes back with what its append-only file holds. */
export const redisRestart: Fault = {
  name: 'redis-restart',
  guarantee: 'Redis killed (-9) and started again under load: 0 requests lost, none of them done twice',
  trials: { short: 1, full: 6 },
  variants: [{ name: 'under load', work: 'text' }],
  async run(trial) {
    const { stack, random, signal, load } = trial;
    stack.gemini.pace({ understand: [100, 600], lesson: [100, 600] });
    const stream = streamOf(trial, { clients: 2, everyMs: 150 });
    await pause(random.whole(2_000, 4_000), signal);
    await stack.redis.kill();
    await pause(random.whole(500, 4_000), signal);
    await stack.redis.start();
    const backAt = Date.now();
    const recoveredAt = await until(
      'a task begins after Redis came back',
      async () => {
        const tasks = await tasksOf(stack.db, load.ids());
        const begun = tasks.filter(({ status }) => status !== StageStatus.pending);
        return begun.map(({ startedAt }) => startedAt?.getTime() ?? 0).find((time) => time > backAt);
      },
      { limitMs: 60_000, signal },
    );
    await pause(2_000, signal);
    const { refused } = await stream.stop();
    return { recoveryMs: [recoveredAt - backAt], broken: refused, figures: { refused: refused.length } };
  },
};
