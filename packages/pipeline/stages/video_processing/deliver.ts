import { join } from 'node:path';
import type { TaskContext } from '@vividly/engine';
import { makeSpriteSheet, packAudio, renderPoster } from '@vividly/media';
import type { ObjectStorage } from '@vividly/providers';
import { fetchBranding } from '../../branding.ts';
import type { LocalFile, ProcessingInput } from './files.ts';
import { deliverStream } from './deliver-stream.ts';
import { chaptersOf, joinScenes, type JoinedVideo, type Made } from './join-scenes.ts';

/** The lesson as mp4 in each height that is wanted, with its poster and the small pictures for scrubbing. */
export async function deliverVideo(
  storage: ObjectStorage,
  input: ProcessingInput,
  made: Made,
  task: TaskContext,
): Promise<LocalFile[]> {
  const joinAs = (name: string, scenes: ProcessingInput['scenes']) =>
    joinScenes(storage, input, { ...made, scenes }, { ...task, name });
  const poster = renderPosterOf(storage, input, task);
  const [own] = await Promise.all([joinAs('lesson', input.scenes), poster]);
  const byHeight = new Map(input.height === null ? [] : [[input.height, own]]);
  for (const { height, scenes } of input.otherHeights)
    byHeight.set(height, await joinAs(`lesson-${String(height)}p`, scenes));
  const inHeight = (height: number): JoinedVideo => {
    const video = byHeight.get(height);
    if (!video) throw new Error(`the lesson was not drawn with ${String(height)} px`);
    return video;
  };
  return [
    { kind: 'video', ...fileOf(own) },
    ...input.renditions.map((height): LocalFile => ({
      kind: `video_${height}p`,
      ...fileOf(inHeight(height)),
    })),
    ...(input.hls ? await deliverStream(input, made, task, inHeight) : []),
    await poster,
    ...(await spriteSheet(own, made.timeline.totalMs, task)),
  ];
}

function fileOf({ path, name }: JoinedVideo): Omit<LocalFile, 'kind'> {
  return { path, name, contentType: 'video/mp4' };
}

async function renderPosterOf(
  storage: ObjectStorage,
  { script, aspectRatio, theme, brand }: ProcessingInput,
  { workDir }: TaskContext,
): Promise<LocalFile> {
  const name = 'poster.png';
  const path = join(workDir, name);
  await renderPoster({
    title: script.title,
    aspectRatio,
    theme,
    brand: await fetchBranding(storage, brand, workDir),
    outPath: path,
  });
  return { kind: 'poster', path, name, contentType: 'image/png' };
}

async function spriteSheet(
  { pictures }: JoinedVideo,
  durationMs: number,
  { workDir }: TaskContext,
): Promise<LocalFile[]> {
  const [sheet, vtt] = ['thumbnails.jpg', 'thumbnails.vtt'];
  const [sheetPath, vttPath] = [join(workDir, sheet), join(workDir, vtt)];
  await makeSpriteSheet({ pictures, durationMs, sheetPath, vttPath, sheetUri: sheet });
  return [
    { kind: 'thumbnails', path: sheetPath, name: sheet, contentType: 'image/jpeg' },
    { kind: 'thumbnails_vtt', path: vttPath, name: vtt, contentType: 'text/vtt' },
  ];
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
