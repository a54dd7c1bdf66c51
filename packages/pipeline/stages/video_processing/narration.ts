import { join } from 'node:path';
import type { TaskContext } from '@vividly/engine';
import {
  calmMusic,
  joinNarration,
  masterNarration,
  readWav,
  runFfmpeg,
  writeWav,
  type Sound,
} from '@vividly/media';
import type { ObjectStorage } from '@vividly/providers';
import type { ProcessingInput } from './files.ts';
import { denseStretches } from './quiet.ts';
import type { Timeline } from './timeline.ts';

/** A scene's sound as a local file. */
interface SceneSound extends Sound {
  path: string;
  durationMs: number;
}

/**
 * Fetches the scenes' speech, lays it end to end, music under it where it is asked for, and masters it. Returns the path
 * of the mastered sound.
 */
export async function layNarration(
  storage: ObjectStorage,
  { script, speech, music }: ProcessingInput,
  timeline: Timeline,
  { workDir, signal }: TaskContext,
): Promise<string> {
  const sounds: SceneSound[] = [];
  for (const { sceneId, audio, durationMs } of speech) {
    const path = join(workDir, `${sceneId}.wav`);
    await storage.download(audio, path);
    sounds.push({ ...(await readWav(path)), path, durationMs });
  }
  const raw = join(workDir, 'narration.wav');
  const mastered = join(workDir, 'narration.m4a');
  const joined = joinNarration(await atOneRate(sounds, signal));
  await writeWav(raw, joined);
  const durationMs = (joined.pcm.length * 1000) / joined.sampleRate;
  const bed = music === 'none' ? null : join(workDir, 'music.wav');
  if (bed !== null) await writeWav(bed, calmMusic(durationMs, denseStretches(script, timeline)));
  await masterNarration({ voice: raw, music: bed }, mastered, { signal, durationMs });
  return mastered;
}

/** The sounds at the highest rate among them: an engine that stood in for another speaks at a rate of its own. */
async function atOneRate(sounds: readonly SceneSound[], signal: AbortSignal): Promise<SceneSound[]> {
  const sampleRate = Math.max(...sounds.map((sound) => sound.sampleRate));
  const alike: SceneSound[] = [];
  for (const sound of sounds) {
    if (sound.sampleRate === sampleRate) {
      alike.push(sound);
      continue;
    }
    const path = sound.path.replace(/\.wav$/, `.${sampleRate}.wav`);
    await runFfmpeg(['-i', sound.path, '-ar', String(sampleRate), path], {
      purpose: 'converting',
      signal,
      wallClockMs: 60_000 + sound.durationMs,
    });
    alike.push({ ...(await readWav(path)), path, durationMs: sound.durationMs });
  }
  return alike;
}
