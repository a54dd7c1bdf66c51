import { join } from 'node:path';
import type { TaskContext } from '@vividly/engine';
import type { SceneSpeech } from '@vividly/lesson';
import {
  joinLesson,
  joinNarration,
  masterNarration,
  packAudio,
  readWav,
  renderPoster,
  writeWav,
  type Chapter,
} from '@vividly/media';
import type { ObjectStorage } from '@vividly/providers';
import type { Captions } from './captions.ts';
import type { LocalFile, ProcessingInput } from './handler.ts';
import type { Timeline } from './timeline.ts';

/** Fetches the scenes' speech, lays it end to end and masters it. Returns the path of the mastered sound. */
export async function layNarration(
  storage: ObjectStorage,
  speech: readonly SceneSpeech[],
  { workDir, signal }: TaskContext,
): Promise<string> {
  const sounds = [];
  for (const { sceneId, audio, durationMs } of speech) {
    const path = join(workDir, `${sceneId}.wav`);
    await storage.download(audio, path);
    sounds.push({ ...(await readWav(path)), durationMs });
  }
  const raw = join(workDir, 'narration.wav');
  const mastered = join(workDir, 'narration.m4a');
  const joined = joinNarration(sounds);
  await writeWav(raw, joined);
  await masterNarration(raw, mastered, {
    signal,
    durationMs: (joined.pcm.length * 1000) / joined.sampleRate,
  });
  return mastered;
}

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
