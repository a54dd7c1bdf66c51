import { ContentRequestStatus } from '@vividly/db/enums';
import { defaultCircuitLimits } from '@vividly/engine';
import { overloadedReply } from '@vividly/testing/gemini';
import { circuitIsOpen, settleCircuits } from '../circuits.ts';
import type { Fault, FaultSet } from '../fault.ts';
import { impatient } from '../provider-troubles.ts';
import { tasksOf } from '../tasks.ts';
import { pause, until } from '../until.ts';

const outages: Readonly<Record<FaultSet, { ms: number; requests: number }>> = {
  short: { ms: 20_000, requests: 40 },
  full: { ms: 300_000, requests: 200 },
};
/** One to understand the question, one for the lesson. */
const callsEach = 2;
const callsAllowed = 1.2;
/** Failed calls before the one that opens the circuit: their tasks count a try, all others are parked. */
const triesAllowed = defaultCircuitLimits.failuresToOpen - 1;
const settleLimitMs = 90_000;

/** The provider refuses every call for a while. */
export const providerDown: Fault = {
  name: 'provider-down',
  guarantee:
    'provider down for minutes: the circuit opens, 0 requests fail, calls stay below 1.2 times the normal, at most 2 tries are used up, and all is done 60 s after its return',
  trials: { short: 0, full: 1 },
  // As before it, so that the workers need no other start.
  variants: [{ name: 'every call is 503', ...impatient }],
  recovery: { percentile: 'max', atMostMs: 60_000 },
  async run(trial) {
    const { set, stack, load, signal } = trial;
    const { db, gemini } = stack;
    const { ms, requests } = outages[set];
    await settleCircuits(trial);
    const callsBefore = gemini.heardInAll();
    const calls = () => gemini.heardInAll() - callsBefore;
    gemini.pace({ understand: [100, 300], lesson: [100, 300] });
    gemini.trouble(() => overloadedReply());
    const downAt = Date.now();
    await load.submitAll(Array.from({ length: requests }, load.wishes.text));
    await until('the circuit is open', async () => circuitIsOpen(trial), { limitMs: 30_000, signal });
    await pause(downAt + ms - Date.now(), signal);
    const callsWhileDown = calls();
    const openAtLast = await circuitIsOpen(trial);
    const parked = await db.contentRequest.count({
      where: { id: { in: load.ids() }, events: { some: { type: 'task.parked' } } },
    });
    gemini.trouble(() => null);
    const backAt = Date.now();
    await load.settle(settleLimitMs, signal);
    const [tasks, ended] = await Promise.all([
      tasksOf(db, load.ids()),
      db.contentRequest.findMany({
        where: { id: { in: load.ids() } },
        select: { status: true, completedAt: true, _count: { select: { deadLetters: true } } },
      }),
    ]);
    const triesUsed = tasks.reduce((sum, { attempt }) => sum + Math.max(0, attempt - 1), 0);
    const deadLetters = ended.reduce((sum, { _count }) => sum + _count.deadLetters, 0);
    const normalCalls = requests * callsEach;
    await settleCircuits(trial);
    const claims: readonly (readonly [boolean, string])[] = [
      [openAtLast, 'the circuit was not open at the end of the outage'],
      [parked === requests, `only ${String(parked)} of ${String(requests)} requests were parked`],
      [calls() <= normalCalls * callsAllowed, `${String(calls())} calls instead of ${String(normalCalls)}`],
      [triesUsed <= triesAllowed, `${String(triesUsed)} tries were used up`],
      [deadLetters === 0, `${String(deadLetters)} dead letters`],
    ];
    const done = ended.filter(({ status }) => status === ContentRequestStatus.completed);
    return {
      recoveryMs: done.map(({ completedAt }) => Math.max(0, (completedAt?.getTime() ?? 0) - backAt)),
      broken: claims.filter(([holds]) => !holds).map(([, what]) => what),
      figures: { calls: calls(), normalCalls, callsWhileDown, parked, triesUsed },
      // What is parked is claimed again.
      mayRepeat: 'any',
    };
  },
};
