import { ContentRequestStatus, PipelineStage, StageStatus } from '@vividly/db/enums';
import { requestsPath, textIn } from '../api.ts';
import { claimsOf } from '../claims.ts';
import type { Fault, Trial } from '../fault.ts';
import { remainsOf } from '../remains.ts';
import { tasksOf, workerInStage } from '../tasks.ts';
import { until } from '../until.ts';
import type { Work } from '../work.ts';

const limitMs = 5_000;

/** Where the cancellation comes, how long after the stage's work began it may, and who does that work. */
const moments: readonly { stage: PipelineStage; within: number; work: Work }[] = [
  { stage: PipelineStage.validation, within: 1_000, work: 'text' },
  { stage: PipelineStage.rag_retrieval, within: 500, work: 'text' },
  { stage: PipelineStage.script_generation, within: 1_000, work: 'text' },
  { stage: PipelineStage.speech_synthesis, within: 10, work: 'render' },
  { stage: PipelineStage.video_generation, within: 1_000, work: 'render' },
  { stage: PipelineStage.video_processing, within: 300, work: 'render' },
];

/** The learner does not want it any more. */
export const cancel: Fault = {
  name: 'cancel',
  guarantee:
    'a cancel at any stage is visible within 5 s (p99), and 5 s after it no program, directory, lease or claim of the work is left',
  trials: { short: 7, full: 30 },
  variants: moments.map(({ stage, work }) => ({ name: stage, work })),
  recovery: { percentile: 'max', atMostMs: limitMs },
  async run(trial) {
    const { stack, load } = trial;
    const moment = moments.find(({ stage }) => stage === trial.variant);
    if (moment === undefined) throw new RangeError(`there is no stage ${trial.variant}`);
    // Far more than the limit: the work has to be broken off, and not only to end by itself.
    const slow = [20_000, 20_000] as const;
    const understand = moment.stage === PipelineStage.validation ? slow : ([0, 0] as const);
    stack.gemini.pace({ understand, lesson: slow });
    const release = moment.stage === PipelineStage.rag_retrieval ? await holdPassages(trial) : undefined;
    const id = await load.submit(load.wishes[moment.work]());
    await workerInStage(trial, moment.stage, moment.within);
    const path = `${requestsPath}/${id}`;
    const askedAt = Date.now();
    const first = await load.cancel(id);
    await release?.();
    await until(
      'the request shows as cancelled',
      async () => textIn(await stack.api.get(path), 'status') === ContentRequestStatus.cancelled,
      { limitMs: 30_000, signal: trial.signal, everyMs: 10 },
    );
    const visibleMs = Date.now() - askedAt;
    await until('the work is gone', async () => (await leftOf(trial, id)).length === 0, {
      limitMs: 60_000,
      signal: trial.signal,
      everyMs: 25,
    });
    const goneMs = Date.now() - askedAt;
    const second = await load.cancel(id);
    return {
      recoveryMs: [goneMs],
      broken: [
        ...(first.status === 202
          ? []
          : [`the cancel at ${moment.stage} was answered ${String(first.status)}`]),
        ...(second.status === 202 ? [] : [`a second cancel was answered ${String(second.status)}`]),
        ...(visibleMs <= limitMs
          ? []
          : [`the cancel at ${moment.stage} was visible after ${String(visibleMs)} ms`]),
        ...(goneMs <= limitMs
          ? []
          : [`the work of ${moment.stage} was gone ${String(goneMs)} ms after the cancel`]),
        ...(await cancelOfFinished(trial)),
      ],
      figures: { visibleMs, goneMs },
    };
  },
};

/** Everything that the work of a request occupies while it goes on, each a sentence. */
async function leftOf({ stack }: Trial, id: string): Promise<string[]> {
  const [tasks, remains] = await Promise.all([tasksOf(stack.db, [id]), remainsOf(stack)]);
  const claims = await claimsOf(
    stack.db,
    tasks.map((task) => task.id),
  );
  const leased = await stack.db.stageTask.count({ where: { requestId: id, leaseUntil: { not: null } } });
  return [
    ...remains.programs,
    ...remains.directories,
    ...remains.temporaryFiles,
    ...claims.map(({ claimedBy }) => claimedBy),
    ...tasks.filter(({ status }) => status === StageStatus.in_progress).map((task) => task.id),
    ...(leased === 0 ? [] : [`${String(leased)} leases`]),
  ];
}

/** Retrieval takes milliseconds; with its table locked it stands still until the lock is given back. */
async function holdPassages({ stack, signal }: Trial): Promise<() => Promise<void>> {
  const given = new AbortController();
  const held = new AbortController();
  const transaction = stack.db.$transaction(
    async (tx) => {
      await tx.$executeRaw`LOCK TABLE passages IN ACCESS EXCLUSIVE MODE`;
      held.abort();
      await until('the lock may go', () => Promise.resolve(given.signal.aborted), {
        limitMs: 60_000,
        signal,
      });
    },
    { timeout: 90_000 },
  );
  await until('passages are locked', () => Promise.resolve(held.signal.aborted), { limitMs: 10_000, signal });
  return async () => {
    given.abort();
    await transaction;
  };
}

/** A request that is finished cannot be cancelled. */
async function cancelOfFinished({ stack, load, signal }: Trial): Promise<string[]> {
  const done = await stack.db.contentRequest.findFirst({
    where: { status: ContentRequestStatus.completed },
    select: { id: true },
  });
  let id = done?.id;
  if (id === undefined) {
    stack.gemini.pace({ understand: [0, 0], lesson: [0, 0] });
    id = await load.submit(load.wishes.text());
    await load.settle(60_000, signal);
  }
  const { status } = await load.cancel(id);
  return status === 409 ? [] : [`the cancel of a completed request was answered ${String(status)}`];
}
