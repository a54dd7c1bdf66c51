import { join } from 'node:path';
import type { TaskContext } from '@vividly/engine';
import type { CaptionMode } from '@vividly/lesson';
import {
  joinLesson,
  makeSpriteSheet,
  packAudio,
  renderPoster,
  type Chapter,
  type KeyPicture,
  type SoftCaptions,
} from '@vividly/media';
import type { ObjectStorage } from '@vividly/providers';
import type { Captions } from './captions.ts';
import type { LocalFile, ProcessingInput } from './files.ts';
import type { Timeline } from './timeline.ts';

/** What both forms of the lesson are made of. */
interface Made {
  timeline: Timeline;
  /** Path of the mastered sound. */
  narration: string;
  captions: Captions;
}

/** The lesson as mp4, with its poster and the small pictures for scrubbing. */
export async function deliverVideo(
  storage: ObjectStorage,
  input: ProcessingInput,
  made: Made,
  task: TaskContext,
): Promise<LocalFile[]> {
  const { script, aspectRatio } = input;
  const { workDir } = task;
  const poster = join(workDir, 'poster.png');
  const [{ path, pictures }] = await Promise.all([
    joinScenes(storage, input, made, task),
    renderPoster({ title: script.title, aspectRatio, outPath: poster }),
  ]);
  const [sheet, vtt] = [join(workDir, 'thumbnails.jpg'), join(workDir, 'thumbnails.vtt')];
  await makeSpriteSheet({
    pictures,
    durationMs: made.timeline.totalMs,
    sheetPath: sheet,
    vttPath: vtt,
    sheetUri: 'thumbnails.jpg',
  });
  return [
    { kind: 'video', path, name: 'lesson.mp4', contentType: 'video/mp4' },
    { kind: 'poster', path: poster, name: 'poster.png', contentType: 'image/png' },
    { kind: 'thumbnails', path: sheet, name: 'thumbnails.jpg', contentType: 'image/jpeg' },
    { kind: 'thumbnails_vtt', path: vtt, name: 'thumbnails.vtt', contentType: 'text/vtt' },
  ];
}

async function joinScenes(
  storage: ObjectStorage,
  { script, speech, scenes, captions }: ProcessingInput,
  made: Made,
  { workDir, signal }: TaskContext,
): Promise<{ path: string; pictures: KeyPicture[] }> {
  const local = [];
  for (const [index, video] of scenes.entries()) {
    const path = join(workDir, `scene-${String(index + 1)}.mp4`);
    await storage.download(video, path);
    local.push({ path, durationMs: speech[index]?.durationMs ?? 0 });
  }
  const outPath = join(workDir, 'lesson.mp4');
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
  return { path: outPath, pictures };
}

/** Burned-in captions have a track too, for programs that read it; players must not show the words twice. */
function captionTrack(mode: CaptionMode, path: string): SoftCaptions | null {
  switch (mode) {
    case 'burned':
      return { path, atFirst: 'hidden' };
    case 'soft':
      return { path, atFirst: 'shown' };
    case 'off':
      return null;
  }
}

/** The lesson as sound alone. */
export async function deliverAudio(
  { script }: ProcessingInput,
  { timeline, narration }: Omit<Made, 'captions'>,
  { workDir, signal }: TaskContext,
): Promise<LocalFile[]> {
  const outPath = join(workDir, 'lesson.m4a');
  const chapters = chaptersOf(script, timeline);
  await packAudio(
    { narration, chapters, title: script.title, durationMs: timeline.totalMs },
    { workDir, outPath, signal },
  );
  return [{ kind: 'audio', path: outPath, name: 'lesson.m4a', contentType: 'audio/mp4' }];
}

/** One chapter a scene, named by its heading. */
function chaptersOf(script: ProcessingInput['script'], timeline: Timeline): Chapter[] {
  return timeline.scenes.map(({ sceneId, offsetMs, durationMs }) => ({
    title: script.scenes.find(({ id }) => id === sceneId)?.heading ?? sceneId,
    startMs: offsetMs,
    endMs: offsetMs + durationMs,
  }));
}
