import { PipelineStage, StageStatus } from '@vividly/db/enums';
import type { Fault, Trial } from '../fault.ts';
import { runningTasks, tasksOf, type TaskRow } from '../tasks.ts';
import { until } from '../until.ts';

const identical = 4;

/** Stages that ask the writer once for each task, and what they ask it for. */
const shared = [
  { stage: PipelineStage.validation, kind: 'understand' },
  { stage: PipelineStage.script_generation, kind: 'lesson' },
] as const;

/** Several learners ask the same; the one whose request does the work for all goes away. */
export const sharedTask: Fault = {
  name: 'shared-task',
  guarantee:
    'of identical requests the one that works for all is cancelled, or its worker killed: the others complete, and a cancel leaves it at 1 try',
  trials: { short: 2, full: 8 },
  variants: [
    { name: 'owner cancelled', work: 'text' },
    { name: 'worker killed', work: 'text' },
  ],
  async run(trial) {
    const { stack, load, random, variant } = trial;
    stack.gemini.pace({ understand: [4_000, 5_000], lesson: [4_000, 5_000] });
    const { stage, kind } = random.pick(shared);
    const wish = load.wishes.text();
    await load.submitAll(Array.from({ length: identical }, () => wish));
    const owner = await ownerIn(trial, stage);
    const killed = variant === 'worker killed';
    if (killed)
      await stack.crew
        .workers()
        .find(({ owns }) => owns(owner.workerId))
        ?.end('SIGKILL');
    else await load.cancel(owner.requestId);
    const others = load.ids().filter((id) => killed || id !== owner.requestId);
    await until(
      'the others have got past the shared task',
      async () =>
        (await tasksOf(stack.db, others)).filter(
          (task) => task.stage === stage && task.status === StageStatus.completed,
        ).length === others.length,
      { limitMs: 90_000, signal: trial.signal },
    );
    const calls = stack.gemini.calls(kind, wish.body.query);
    const allowed = killed ? 2 : 1;
    return {
      broken:
        calls <= allowed && calls > 0
          ? []
          : [
              `the work of ${stage} was done ${String(calls)} times for ${String(identical)} identical requests`,
            ],
      figures: { calls },
      // Whoever waits for another's result claims its task again to take it.
      mayRepeat: 'any',
    };
  },
};

/** The task that works while all others of the stage wait for it. */
async function ownerIn(trial: Trial, stage: PipelineStage): Promise<TaskRow> {
  return until(
    `one of the identical requests works at ${stage} and the others wait`,
    async () => {
      const tasks = (await tasksOf(trial.stack.db, trial.load.ids())).filter((task) => task.stage === stage);
      const waiting = tasks.filter(({ waitingFor }) => waitingFor !== null);
      const [working] = (await runningTasks(trial)).filter((task) => task.stage === stage);
      return waiting.length === identical - 1 && working;
    },
    { limitMs: 60_000, signal: trial.signal },
  );
}
