import type { PlanContext } from '@vividly/engine';
import { estimateTiming, type LessonScript } from '@vividly/lesson';
import { scriptGeneration } from './stages/script_generation/contract.ts';
import { videoProcessing } from './stages/video_processing/contract.ts';
import { tempoOf } from './tempo.ts';

/** The lesson as it stands after its last critical stage. */
export interface Lesson {
  script: LessonScript;
  writtenBy: string;
  /** Measured where it was spoken; the reading time aloud where it is text. */
  durationSeconds: number;
}

/** Script and length of a finished lesson. Throws when there is no script. */
export function lessonOf(context: PlanContext): Lesson {
  const [written] = context.outputs(scriptGeneration);
  if (!written) throw new Error('there is no script');
  const { script, writtenBy } = written.output;
  const [processed] = context.outputs(videoProcessing);
  const spokenMs = estimateTiming(script, tempoOf(context)).totalMs;
  return {
    script,
    writtenBy,
    durationSeconds: processed?.output.durationSeconds ?? Math.round(spokenMs / 100) / 10,
  };
}
