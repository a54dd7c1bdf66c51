import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { probe, supervise } from '@vividly/media';
import { timed } from './clock.ts';
import { measuredLesson, sceneSeconds } from './lesson.ts';
import type { Run, Surroundings } from './lesson-job.ts';
import { speak } from './speech.ts';
import { openStages } from './stages.ts';

const framesPerSecond = 30;
/** Longer than any machine needs for the lesson, in ms; Remotion says nothing between its begin and its end. */
const renderLimitMs = 3_600_000;
const frameOf = (ms: number): number => Math.round((ms * framesPerSecond) / 1000);

export interface RemotionProject {
  /** Folder in which Remotion is installed beside the composition. */
  project: string;
  /** Path of the browser that it draws with. */
  browser: string;
}

/**
 * Speaks the lesson, then times Remotion making a video of it; its bundle and the start of Node are not counted. When
 * the signal fires, all that Remotion started ends with it. Throws what it ended with.
 */
export async function openRemotion(
  { project, browser }: RemotionProject,
  { root, signal, onBegin }: Surroundings,
): Promise<(run: number) => Promise<Run>> {
  await writeLesson(project, root, signal);
  const outPath = join(root, 'remotion.mp4');
  return async () => {
    let begin = (): void => undefined;
    const ready = new Promise<void>((resolve) => (begin = resolve));
    const ended = supervise(process.execPath, [join(project, 'render.mjs'), browser], {
      signal,
      wallClockMs: renderLimitMs,
      stallMs: renderLimitMs,
      stdin: orderAfter(ready, outPath),
      onStdout: () => begin(),
    });
    await Promise.race([ready, ended]);
    onBegin();
    const taken = await timed(async () => {
      await ended;
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

/** Names the file to be made once Remotion is ready for it. */
async function* orderAfter(ready: Promise<unknown>, outPath: string): AsyncGenerator<Uint8Array> {
  await ready;
  yield Buffer.from(`${outPath}\n`);
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
