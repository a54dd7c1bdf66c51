import { join } from 'node:path';
import type { TaskContext } from '@vividly/engine';
import type { CaptionMode, StoredFile } from '@vividly/lesson';
import { joinLesson, type Chapter, type KeyPicture, type SoftCaptions } from '@vividly/media';
import type { ObjectStorage } from '@vividly/providers';
import type { Captions } from './captions.ts';
import type { ProcessingInput } from './files.ts';
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
  path: string;
  /** Of its file. */
  name: string;
  pictures: KeyPicture[];
}

/** Fetches the scenes of one height and joins them with narration, captions and chapters into `<name>.mp4`. */
export async function joinScenes(
  storage: ObjectStorage,
  { script, speech, captions }: ProcessingInput,
  made: Made & { scenes: readonly StoredFile[] },
  { workDir, signal, name }: Pick<TaskContext, 'workDir' | 'signal'> & { name: string },
): Promise<JoinedVideo> {
  const local = [];
  for (const [index, video] of made.scenes.entries()) {
    const path = join(workDir, `${name}-scene-${String(index + 1)}.mp4`);
    await storage.download(video, path);
    local.push({ path, durationMs: speech[index]?.durationMs ?? 0 });
  }
  const file = `${name}.mp4`;
  const outPath = join(workDir, file);
  const { pictures } = await joinLesson(
    {
      scenes: local,
      narration: made.narration,
      captions: captionTrack(captions, made.captions.srtPath),
      chapters: chaptersOf(script, made.timeline),
      title: script.title,
    },
    { workDir, outPath, signal },
  );
  return { path: outPath, name: file, pictures };
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
