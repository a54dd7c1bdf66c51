import type { LessonScript, SceneSpeech } from '@vividly/lesson';
import { createSpeechHandler } from '../stages/speech_synthesis/handler.ts';
import { speechSynthesis } from '../stages/speech_synthesis/contract.ts';
import { contextOf, type Made } from './context.ts';
import { shortLesson } from './lesson.ts';
import type { Workbench } from './workbench.ts';

/** A file that no test opens. */
const unread = { key: 'tasks/unread', bytes: 1, sha256: '0'.repeat(64), contentType: 'text/plain' };

/** What script generation leaves of `script`. */
export function writtenAs(script: LessonScript = shortLesson): Made {
  const output = { script, writtenBy: 'local:1', repairs: 0, scriptFile: unread, transcriptFile: unread };
  return { script_generation: [{ part: 'main', output }] };
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
