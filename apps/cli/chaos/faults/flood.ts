import type { Fault, Trial } from '../fault.ts';
import { jainOf, meanWaitMs, sharesOf, type Wait } from '../fairness.ts';
import { inParallel, type Load } from '../load.ts';
import { foundOrganization } from '../organizations.ts';
import { until } from '../until.ts';

const flooded = 1_000;
const others = 4;
const each = 10;
const taskMs = 300;
/** What Jain's index must reach, and how much longer the others may wait, in times. */
const limits = { jain: 0.95, wait: 2 };

interface Organization {
  id: string;
  load: Load;
}

/** One organization sends a whole school year at once. */
export const flood: Fault = {
  name: 'flood',
  guarantee:
    'one organization floods with 1,000 requests: while 5 wait Jain’s index of what is begun for each is at least 0.95, and the other 4 wait at most twice as long as without it',
  trials: { short: 0, full: 3 },
  // One task at a time for each worker: it is places that are short, and not the machine.
  variants: [{ name: '1,000 of one', work: 'text', environment: { VALIDATION_CONCURRENCY: '1' } }],
  async run(trial) {
    const { stack } = trial;
    stack.gemini.pace({ understand: [taskMs, taskMs], lesson: [taskMs, taskMs] });
    const few = await inParallel(Array.from({ length: others }), others, async () => organization(trial));
    const alone = await waitsOf(trial, await sendAll(few));
    const flooder = await organization(trial);
    const drops = Array.from({ length: flooded }, flooder.load.wishes.refused);
    const floodIds = await flooder.load.submitAll(drops, 25);
    const ids = await sendAll(few);
    const meanwhile = await waitsOf(trial, ids);
    const shares = sharesOf(
      [...meanwhile, ...(await readWaits(trial, floodIds))],
      [flooder, ...few].map(({ id }) => id),
    );
    await inParallel(floodIds, 25, async (id) => flooder.load.cancel(id));
    const [jain, waitAloneMs, waitWithMs] = [jainOf(shares), meanWaitMs(alone), meanWaitMs(meanwhile)];
    const claims: readonly (readonly [boolean, string])[] = [
      [jain >= limits.jain, `Jain's index of ${shares.join(', ')} requests begun is ${jain.toFixed(3)}`],
      [
        waitWithMs <= limits.wait * waitAloneMs,
        `the others waited ${waitWithMs.toFixed(0)} ms instead of ${waitAloneMs.toFixed(0)} ms`,
      ],
    ];
    return {
      broken: claims.filter(([holds]) => !holds).map(([, what]) => what),
      figures: { jainPermilleMin: jain * 1_000, waitWithMs, waitAloneMs },
    };
  },
};

async function organization({ stack, load }: Trial): Promise<Organization> {
  const { id, key } = await foundOrganization(stack.db);
  return { id, load: load.as(stack.apiWith(key)) };
}

/** Lets all of them send at once, and returns the ids. */
async function sendAll(organizations: readonly Organization[]): Promise<string[]> {
  const ids = await Promise.all(
    organizations.map(async ({ load }) =>
      load.submitAll(Array.from({ length: each }, load.wishes.refused), each),
    ),
  );
  return ids.flat();
}

/** Waits until all of these have ended, and returns how long that took each. */
async function waitsOf(trial: Trial, ids: readonly string[]): Promise<Wait[]> {
  return until(
    'the few requests of the other organizations have ended',
    async () => {
      const waits = await readWaits(trial, ids);
      return waits.every(({ completedAt }) => completedAt !== null) && waits;
    },
    { limitMs: 120_000, signal: trial.signal },
  );
}

async function readWaits({ stack }: Trial, ids: readonly string[]): Promise<Wait[]> {
  return stack.db.contentRequest.findMany({
    where: { id: { in: [...ids] } },
    select: { organizationId: true, createdAt: true, startedAt: true, completedAt: true },
  });
}
