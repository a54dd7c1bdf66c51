import { ContentRequestStatus } from '@vividly/db/enums';
import { isTerminal } from '@vividly/db/state-machine';
import { settleCircuits } from '../circuits.ts';
import type { Fault, Trial } from '../fault.ts';
import { inParallel } from '../load.ts';
import { impatient, providerTroubles, stageOf, type ProviderTrouble } from '../provider-troubles.ts';
import { tasksOf } from '../tasks.ts';
import { until } from '../until.ts';
import type { Wish } from '../work.ts';

/** Three failures in a row would open the circuit, and what is tried here is each failure by itself. */
const unwellAtOnce = 2;
const settleLimitMs = 60_000;

/** A trouble and the request that meets it. */
interface Case {
  trouble: ProviderTrouble;
  wish: Wish;
  met: number;
}

/** The provider answers in every way that is no answer. */
export const providerMatrix: Fault = {
  name: 'provider-matrix',
  guarantee:
    'of 16 ways in which the provider fails those that pass complete and those that last fail with their code after exactly 1 or 4 calls and with 1 dead letter',
  trials: { short: 1, full: 2 },
  variants: [{ name: 'all troubles', ...impatient }],
  async run(trial) {
    const { stack, load } = trial;
    await settleCircuits(trial);
    stack.gemini.pace({ understand: [50, 200], lesson: [50, 200] });
    const cases = providerTroubles.map((trouble) => ({ trouble, wish: wishFor(trial, trouble), met: 0 }));
    stack.gemini.trouble((kind, text) => {
      const hit = cases.find(({ trouble, wish }) => trouble.at === kind && text.includes(wish.body.query));
      if (hit === undefined) return null;
      hit.met += 1;
      return hit.met <= hit.trouble.times ? hit.trouble.reply : null;
    });
    await load.submitAll(wishesOf(cases, false));
    await inParallel(wishesOf(cases, true), unwellAtOnce, async (wish) => seeThrough(trial, wish));
    await load.settle(settleLimitMs, trial.signal);
    const judged = await Promise.all(cases.map(async (each) => judge(trial, each)));
    await settleCircuits(trial);
    const retried = judged.filter(({ tries }) => tries > 1).map(({ taskId }) => taskId);
    return {
      broken: judged.flatMap(({ broken }) => broken),
      figures: { troubles: cases.length, calls: judged.reduce((sum, { calls }) => sum + calls, 0) },
      mayRepeat: new Set(retried),
    };
  },
};

function wishesOf(cases: readonly Case[], health: boolean): Wish[] {
  return cases.filter(({ trouble }) => trouble.health === health).map(({ wish }) => wish);
}

function wishFor({ load }: Trial, { fails }: ProviderTrouble): Wish {
  const wish = load.wishes.text();
  return fails === undefined ? wish : { ...wish, ends: ContentRequestStatus.failed };
}

/** Sends a request and waits for its end. */
async function seeThrough({ stack, load, signal }: Trial, wish: Wish): Promise<void> {
  const id = await load.submit(wish);
  await until(
    'a request that met trouble has ended',
    async () => {
      const { status } = await stack.db.contentRequest.findUniqueOrThrow({
        where: { id },
        select: { status: true },
      });
      return isTerminal(status);
    },
    { limitMs: settleLimitMs, signal },
  );
}

/** What came of one trouble; that the request ended as it had to is looked at with all others. */
async function judge({ stack }: Trial, { trouble, wish }: Case) {
  const { name, at, calls: expected, fails, restMs = 0 } = trouble;
  const request = await stack.db.contentRequest.findFirstOrThrow({
    where: { query: wish.body.query },
    select: { id: true, error: true, deadLetters: { select: { code: true } } },
  });
  const heard = stack.gemini.heard(wish.body.query).filter(({ kind }) => kind === at);
  const rest = (heard[1]?.at ?? Infinity) - (heard[0]?.at ?? 0);
  const task = (await tasksOf(stack.db, [request.id])).find(({ stage }) => stage === stageOf[at]);
  const error = request.error as { code?: string; retryable?: boolean } | null;
  const letters = request.deadLetters.map(({ code }) => code).join(', ');
  const tries = task?.attempt ?? 0;
  const claims: readonly (readonly [boolean, string])[] = [
    [heard.length === expected, `called the provider ${times(heard.length)} instead of ${times(expected)}`],
    [tries === expected, `used up ${String(tries)} tries instead of ${String(expected)}`],
    [rest >= restMs, `called again after ${String(rest)} ms instead of ${String(restMs)}`],
    [
      error?.code === fails?.code && error?.retryable === fails?.retryable,
      `ended with the error ${JSON.stringify(error)} instead of ${JSON.stringify(fails ?? null)}`,
    ],
    [letters === (fails?.code ?? ''), `left the dead letters "${letters}"`],
  ];
  return {
    taskId: task?.id ?? '',
    tries,
    calls: heard.length,
    broken: claims.filter(([holds]) => !holds).map(([, what]) => `${name}: the request ${what}`),
  };
}

function times(count: number): string {
  return `${String(count)} times`;
}
