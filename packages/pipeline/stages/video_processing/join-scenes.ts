import { join } from 'node:path';
import type { TaskContext } from '@vividly/engine';
import type { CaptionMode } from '@vividly/lesson';
import { joinLesson, type Chapter, type Probe, type SoftCaptions } from '@vividly/media';
import type { Captions } from './captions.ts';
import type { ProcessingInput } from './files.ts';
import type { LessonReel } from './reels.ts';
import type { Timeline } from './timeline.ts';

/** What every form of the lesson is made of. */
export interface Made {
  timeline: Timeline;
  /** Path of the mastered sound. */
  narration: string;
  captions: Captions;
}

/** The lesson as a local mp4. */
export interface JoinedVideo {
  found: Probe;
  height: number | null;
  path: string;
  /** Of its file. */
  name: string;
}

/** Joins the scenes of one height with narration, captions and chapters into an mp4. */
export async function joinScenes(
  { script, captions }: ProcessingInput,
  reel: LessonReel,
  made: Made,
  { workDir, signal }: Pick<TaskContext, 'workDir' | 'signal'>,
): Promise<JoinedVideo> {
  const { name } = reel;
  const path = join(workDir, name);
  const found = await joinLesson(
    {
      reel,
      narration: made.narration,
      captions: captionTrack(captions, made.captions.srtPath),
      chapters: chaptersOf(script, made.timeline),
      title: script.title,
    },
    { workDir, outPath: path, signal },
  );
  return { found, height: reel.height, path, name };
}

/** Burned-in captions have a track too, for programs that read it; players must not show the words twice. */
export function captionTrack(mode: CaptionMode, path: string): SoftCaptions | null {
  switch (mode) {
    case 'burned':
      return { path, atFirst: 'hidden' };
    case 'soft':
      return { path, atFirst: 'shown' };
    case 'off':
      return null;
  }
}

/** One chapter a scene, named by its heading. */
export function chaptersOf(script: ProcessingInput['script'], timeline: Timeline): Chapter[] {
  return timeline.scenes.map(({ sceneId, offsetMs, durationMs }) => ({
    title: script.scenes.find(({ id }) => id === sceneId)?.heading ?? sceneId,
    startMs: offsetMs,
    endMs: offsetMs + durationMs,
  }));
}
