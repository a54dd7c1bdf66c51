import { join } from 'node:path';
import { PipelineStage } from '@vividly/db/enums';
import { sceneSpeechSchema, type LessonScript, type SceneSpeech } from '@vividly/lesson';
import { readWav, writeWav } from '@vividly/media';
import { z } from 'zod';
import { sceneSeconds } from './lesson.ts';
import type { Stages } from './stages.ts';

/** Puts a script in its place and has it spoken, each scene with silence up to its 6 s. */
export async function speak(stages: Stages, script: LessonScript, root: string): Promise<SceneSpeech[]> {
  stages.put(PipelineStage.validation, [{ part: 'main', output: understood }]);
  stages.put(PipelineStage.script_generation, [
    {
      part: 'main',
      output: { script, writtenBy: 'bench:1', repairs: 0, scriptFile: unread, transcriptFile: unread },
    },
  ]);
  await stages.run(PipelineStage.speech_synthesis);
  const padded = await Promise.all(
    stages.made(PipelineStage.speech_synthesis).map(async ({ part, output }) => {
      const { speech, ...rest } = spokenSchema.parse(output);
      return { part, output: { ...rest, speech: await toLength(stages, speech, root) } };
    }),
  );
  stages.put(PipelineStage.speech_synthesis, padded);
  return padded.map(({ output }) => output.speech);
}

const spokenSchema = z.looseObject({ speech: sceneSpeechSchema });

const durationMs = sceneSeconds * 1000;

/** A file that no stage opens. */
const unread = { key: 'tasks/unread', bytes: 1, sha256: '0'.repeat(64), contentType: 'text/plain' };

const understood = {
  outcome: 'clear',
  topic: { slug: 'newtons-third-law', title: 'Newton’s third law' },
  interest: { name: 'basketball', slug: 'basketball', family: 'sports' },
  gradeLevel: 6,
  confidence: 0.9,
  understoodBy: 'bench:1',
};

async function toLength({ storage }: Stages, speech: SceneSpeech, root: string): Promise<SceneSpeech> {
  if (speech.durationMs > durationMs)
    throw new RangeError(`${speech.sceneId} is spoken in ${String(speech.durationMs)} ms`);
  const path = join(root, `${speech.audio.sha256}.wav`);
  await storage.download(speech.audio, path);
  const { pcm, sampleRate } = await readWav(path);
  const whole = new Int16Array((durationMs * sampleRate) / 1000);
  whole.set(pcm);
  await writeWav(path, { pcm: whole, sampleRate });
  const audio = await storage.put(`padded/${speech.audio.sha256}.wav`, path, speech.audio.contentType);
  return { ...speech, audio, durationMs };
}
