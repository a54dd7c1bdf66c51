import type { LessonScript, SceneSpeech } from '@vividly/lesson';
import { createSpeechHandler } from '../stages/speech_synthesis/handler.ts';
import { speechSynthesis } from '../stages/speech_synthesis/contract.ts';
import { contextOf, type Made } from './context.ts';
import { shortLesson } from './lesson.ts';
import { understood } from './writer.ts';
import type { Workbench } from './workbench.ts';

/** A file that no test opens. */
const unread = { key: 'tasks/unread', bytes: 1, sha256: '0'.repeat(64), contentType: 'text/plain' };

/** What the stages up to script generation leave of `script`, for a learner of `gradeLevel`. */
export function writtenAs(script: LessonScript = shortLesson, gradeLevel = script.gradeLevel): Made {
  const question = { ...understood, gradeLevel, understoodBy: 'local:1' };
  const output = { script, writtenBy: 'local:1', repairs: 0, scriptFile: unread, transcriptFile: unread };
  return {
    validation: [{ part: 'main', output: question }],
    script_generation: [{ part: 'main', output }],
  };
}

/** Everything up to the spoken lesson, spoken by flite. */
export async function speak(
  bench: Workbench,
  script: LessonScript = shortLesson,
): Promise<Made & { speech: SceneSpeech[] }> {
  const written = writtenAs(script);
  const spoken = await bench.run(speechSynthesis, createSpeechHandler(bench.deps), contextOf(written));
  return { ...written, speech_synthesis: spoken, speech: spoken.map(({ output }) => output.speech) };
}
