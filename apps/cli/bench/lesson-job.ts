import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PipelineStage } from '@vividly/db/enums';
import { wordsOf } from '@vividly/lesson';
import { watchPrograms } from '@vividly/media';
import { z } from 'zod';
import { timed, type Taken } from './clock.ts';
import { edited, measuredLesson, sceneSeconds } from './lesson.ts';
import { speak } from './speech.ts';
import { openStages, type Stages } from './stages.ts';

/** What one run took, with the seconds of each stage in it, and of each kind of work: several go on at once. */
export interface Run {
  taken: Taken;
  stages: Record<string, number>;
  work: Record<string, number>;
}

export interface Lesson {
  height: number;
  scenes: number;
  frameRate: 'auto' | 'constant';
}

/** Where a job may write, how it is stopped, and whom it tells that the clock starts. */
export interface Surroundings {
  root: string;
  signal: AbortSignal;
  onBegin: () => void;
}

const finishedSchema = z.looseObject({ durationSeconds: z.number() });

/** The stages that are measured. */
const finishing = [PipelineStage.video_generation, PipelineStage.video_processing];

/** Speaks the lesson, then times all that comes after; each run begins with nothing but script and speech. */
export async function measureLesson(lesson: Lesson, run: number, around: Surroundings): Promise<Run> {
  const root = join(around.root, `run-${String(run)}`);
  const stages = await open(lesson, root, around.signal);
  await speak(stages, measuredLesson(lesson.scenes), root);
  const measured = await measure(stages, lesson, lesson.scenes, around);
  await rm(root, { recursive: true });
  return measured;
}

/** Words that the edited sentence ends with, another one in every run. */
const endings = ['fly.', 'soar.', 'leap.', 'climb.', 'lift.', 'float.', 'hop.', 'land.'];
const editedScene = 'scene-4';

/** Makes a lesson once, then changes one sentence for each run, has it spoken, and times all that comes after. */
export async function openEdit(lesson: Lesson, around: Surroundings): Promise<(run: number) => Promise<Run>> {
  const root = join(around.root, 'edit');
  const stages = await open(lesson, root, around.signal);
  const script = measuredLesson(lesson.scenes);
  await speak(stages, script, root);
  for (const stage of finishing) await stages.run(stage);
  return async (run) => {
    const ending = endings[run] ?? `number ${String(run)}.`;
    await speak(stages, edited(script, editedScene, wordsOf(ending).join('-')), root);
    return measure(stages, lesson, 1, around);
  };
}

async function open({ height, frameRate }: Lesson, root: string, signal: AbortSignal): Promise<Stages> {
  await mkdir(root, { recursive: true });
  return openStages({ root, height, presentation: { frameRate }, signal });
}

/** @param drawn how many scenes must be drawn: fewer or more, and the figure would be of other work */
async function measure(
  stages: Stages,
  { scenes }: Lesson,
  drawn: number,
  { onBegin }: Surroundings,
): Promise<Run> {
  const seconds: Record<string, number> = {};
  const work: Record<string, number> = {};
  const add = (kind: string, more: number) => (work[kind] = (work[kind] ?? 0) + more);
  const unwatch = watchPrograms((run) => add(`ffmpeg ${run.purpose}`, run.seconds));
  const busy = performance.eventLoopUtilization();
  onBegin();
  const taken = await timed(async () => {
    for (const stage of finishing) {
      const begin = performance.now();
      const ran = await stages.run(stage);
      seconds[stage] = (performance.now() - begin) / 1000;
      const expected = stage === PipelineStage.video_generation ? drawn : 1;
      if (ran !== expected)
        throw new Error(`${stage} ran ${String(ran)} tasks instead of ${String(expected)}`);
    }
  });
  unwatch();
  add('this process', performance.eventLoopUtilization(busy).active / 1000);
  const [finished] = stages.made(PipelineStage.video_processing);
  const { durationSeconds } = finishedSchema.parse(finished?.output);
  if (durationSeconds !== scenes * sceneSeconds)
    throw new Error(`the lesson lasts ${String(durationSeconds)} s`);
  return { taken, stages: seconds, work };
}
