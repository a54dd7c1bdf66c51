import { PipelineStage } from '@vividly/db/enums';
import type { ChaosWorker } from './crew.ts';
import type { Trial } from './fault.ts';
import { workerInStage } from './tasks.ts';
import type { Work } from './work.ts';

/** Stages whose tasks take long enough to be hit, and how long after one began the fault may come, in ms. */
const stages: Readonly<Record<Work, readonly { stage: PipelineStage; within: number }[]>> = {
  text: [
    { stage: PipelineStage.validation, within: 800 },
    { stage: PipelineStage.script_generation, within: 1_500 },
  ],
  render: [
    { stage: PipelineStage.speech_synthesis, within: 20 },
    { stage: PipelineStage.video_generation, within: 1_000 },
    { stage: PipelineStage.video_processing, within: 300 },
  ],
};
const requests: Readonly<Record<Work, number>> = { text: 9, render: 1 };

/** Gives the workers something to do, and picks one that is in the middle of a task at a random stage. */
export async function busyWorker(trial: Trial): Promise<ChaosWorker> {
  const { work, random, stack, load } = trial;
  stack.gemini.pace({ understand: [1_000, 2_500], lesson: [2_000, 4_000] });
  await load.submitAll(Array.from({ length: requests[work] }, load.wishes[work]));
  const { stage, within } = random.pick(stages[work]);
  return workerInStage(trial, stage, within);
}

/** How many of these tasks there are of each stage, as figures. */
export function byStage(tasks: readonly { stage: PipelineStage }[]): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const { stage } of tasks) figures[stage] = (figures[stage] ?? 0) + 1;
  return figures;
}
