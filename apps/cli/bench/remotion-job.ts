import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { probe } from '@vividly/media';
import { timed } from './clock.ts';
import { measuredLesson, sceneSeconds } from './lesson.ts';
import type { Run, Surroundings } from './lesson-job.ts';
import { speak } from './speech.ts';
import { openStages } from './stages.ts';

const framesPerSecond = 30;
const frameOf = (ms: number): number => Math.round((ms * framesPerSecond) / 1000);

export interface RemotionProject {
  /** Folder in which Remotion is installed beside the composition. */
  project: string;
  /** Path of the browser that it draws with. */
  browser: string;
}

/** Speaks the lesson, then times Remotion making a video of it; its bundle and the start of Node are not counted. */
export async function openRemotion(
  { project, browser }: RemotionProject,
  { root, signal, onBegin }: Surroundings,
): Promise<(run: number) => Promise<Run>> {
  await writeLesson(project, root, signal);
  const outPath = join(root, 'remotion.mp4');
  return async () => {
    const child = spawn(process.execPath, ['render.mjs', browser], {
      cwd: project,
      stdio: ['pipe', 'pipe', 'inherit'],
      signal,
    });
    const ended = once(child, 'exit') as Promise<[number | null]>;
    const lines = createInterface({ input: child.stdout });
    await Promise.race([once(lines, 'line'), ended]);
    onBegin();
    const taken = await timed(async () => {
      child.stdin.end(`${outPath}\n`);
      const [code] = await ended;
      if (code !== 0) throw new Error(`Remotion ended with exit code ${String(code)}`);
    });
    const seconds = measuredLesson().scenes.length * sceneSeconds;
    const { streams, durationSeconds } = await probe(outPath, { signal });
    const codecs = streams.map(({ codec }) => codec).join();
    // Its sound outlasts the picture by what fills the last AAC frames.
    if (codecs !== 'h264,aac' || Math.abs(durationSeconds - seconds) > 0.1)
      throw new Error(`Remotion left ${codecs} of ${String(durationSeconds)} s`);
    return { taken, stages: {}, work: {} };
  };
}

async function writeLesson(project: string, root: string, signal: AbortSignal): Promise<void> {
  const stages = openStages({ root, height: 1080, presentation: {}, signal });
  await mkdir(join(project, 'public'), { recursive: true });
  const { scenes } = measuredLesson();
  const spoken = await speak(stages, measuredLesson(), root);
  const written = await Promise.all(
    scenes.map(async ({ heading, visual, cues }, index) => {
      const speech = spoken[index];
      if (speech === undefined || visual.kind !== 'steps') throw new Error('the lesson has no such scene');
      const sound = `${speech.sceneId}.wav`;
      await stages.storage.download(speech.audio, join(root, sound));
      await cp(join(root, sound), join(project, 'public', sound));
      return {
        heading,
        sound,
        parts: visual.items.map(({ id, text }) => {
          const word = cues.find(({ element }) => element === id)?.word ?? 0;
          return { text, from: frameOf(speech.words[word]?.startMs ?? 0) };
        }),
        words: speech.words.map(({ text, startMs, endMs }) => ({
          text,
          from: frameOf(startMs),
          to: frameOf(endMs),
        })),
      };
    }),
  );
  const lesson = { scenes: written, sceneFrames: sceneSeconds * framesPerSecond };
  await writeFile(join(project, 'public/lesson.json'), JSON.stringify(lesson));
}
