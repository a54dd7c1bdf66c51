import { join } from 'node:path';
import type { TaskContext } from '@vividly/engine';
import type { PosterMeasures } from '@vividly/lesson';
import {
  makeSpriteSheet,
  measurePoster,
  packAudio,
  renderPoster,
  type BrandSource,
  type KeyPicture,
  type Probe,
  type WatchedFilm,
} from '@vividly/media';
import type { LocalFile, ProcessingInput } from './files.ts';
import { deliverStream } from './deliver-stream.ts';
import { chaptersOf, joinScenes, type JoinedVideo, type Made } from './join-scenes.ts';
import type { LessonReel } from './reels.ts';

/** What is delivered, with what was found in the lesson's own mp4. */
export interface DeliveredVideo {
  files: LocalFile[];
  found: Probe;
}

/**
 * The lesson as mp4 in each height that is wanted, with the small pictures for scrubbing; it is put together while its
 * scenes are looked at. Throws `MediaError`.
 */
export async function deliverVideo(
  input: ProcessingInput,
  reels: readonly LessonReel[],
  making: Promise<Made>,
  watched: Promise<WatchedFilm | null>,
  task: TaskContext,
): Promise<DeliveredVideo> {
  const made = await making;
  const joined: JoinedVideo[] = [];
  for (const reel of reels) joined.push(await joinScenes(input, reel, made, task));
  const [own] = joined;
  if (own === undefined) throw new Error('a video needs scenes');
  const inHeight = (height: number): JoinedVideo => {
    const video = joined.find((each) => each.height === height);
    if (!video) throw new Error(`the lesson was not drawn with ${String(height)} px`);
    return video;
  };
  const files = [
    { kind: 'video' as const, ...fileOf(own) },
    ...input.renditions.map((height): LocalFile => ({
      kind: `video_${height}p`,
      ...fileOf(inHeight(height)),
    })),
    ...(input.hls ? await deliverStream(input, made, task, inHeight) : []),
    ...(await spriteSheet((await watched)?.keys ?? [], made.timeline.totalMs, task)),
  ];
  return { files, found: own.found };
}

function fileOf({ path, name }: JoinedVideo): Omit<LocalFile, 'kind'> {
  return { path, name, contentType: 'video/mp4' };
}

/** The lesson's poster, with what its pixels show. */
export async function deliverPoster(
  { script, aspectRatio, theme }: ProcessingInput,
  brand: BrandSource | null,
  { workDir }: Pick<TaskContext, 'workDir'>,
): Promise<{ file: LocalFile; measures: PosterMeasures }> {
  const name = 'poster.png';
  const path = join(workDir, name);
  const request = { title: script.title, aspectRatio, theme, brand };
  await renderPoster({ ...request, outPath: path });
  return {
    file: { kind: 'poster', path, name, contentType: 'image/png' },
    measures: await measurePoster(path, request),
  };
}

async function spriteSheet(
  pictures: readonly KeyPicture[],
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

/** The lesson as sound alone. Throws `MediaError`. */
export async function deliverAudio(
  { script }: ProcessingInput,
  making: Promise<Made>,
  { workDir, signal }: TaskContext,
): Promise<LocalFile[]> {
  const { timeline, narration } = await making;
  const name = 'lesson.m4a';
  const outPath = join(workDir, name);
  const chapters = chaptersOf(script, timeline);
  await packAudio(
    { narration, chapters, title: script.title, durationMs: timeline.totalMs },
    { workDir, outPath, signal },
  );
  return [{ kind: 'audio', path: outPath, name, contentType: 'audio/mp4' }];
}
