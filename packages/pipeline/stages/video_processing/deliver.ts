import { join } from 'node:path';
import type { TaskContext } from '@vividly/engine';
import { joinLesson, packAudio, renderPoster, type Chapter } from '@vividly/media';
import type { ObjectStorage } from '@vividly/providers';
import type { Captions } from './captions.ts';
import type { LocalFile, ProcessingInput } from './files.ts';
import type { Timeline } from './timeline.ts';

/** The lesson as mp4 with its poster. */
export async function deliverVideo(
  storage: ObjectStorage,
  { script, speech, scenes, aspectRatio }: ProcessingInput,
  made: { timeline: Timeline; narration: string; captions: Captions },
  { workDir, signal }: TaskContext,
): Promise<LocalFile[]> {
  const local = [];
  for (const [index, video] of scenes.entries()) {
    const path = join(workDir, `scene-${String(index + 1)}.mp4`);
    await storage.download(video, path);
    local.push({ path, durationMs: speech[index]?.durationMs ?? 0 });
  }
  const outPath = join(workDir, 'lesson.mp4');
  await joinLesson(
    {
      scenes: local,
      narration: made.narration,
      captions: made.captions.srtPath,
      chapters: chaptersOf(script, made.timeline),
      title: script.title,
    },
    { workDir, outPath, signal },
  );
  const poster = join(workDir, 'poster.png');
  await renderPoster({ title: script.title, aspectRatio, outPath: poster });
  return [
    { kind: 'video', path: outPath, name: 'lesson.mp4', contentType: 'video/mp4' },
    { kind: 'poster', path: poster, name: 'poster.png', contentType: 'image/png' },
  ];
}

/** The lesson as sound alone. */
export async function deliverAudio(
  { script }: ProcessingInput,
  { timeline, narration }: { timeline: Timeline; narration: string },
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
