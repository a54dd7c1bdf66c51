import { join, parse } from 'node:path';
import type { TaskContext } from '@vividly/engine';
import { renditionHeights } from '@vividly/lesson';
import { packageHls } from '@vividly/media';
import { lessonFileSchema } from './contract.ts';
import type { LocalFile, ProcessingInput } from './files.ts';
import { captionTrack, type JoinedVideo, type Made } from './join-scenes.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.vtt': 'text/vtt',
};

/**
 * The lesson as an HLS stream. Its files name one another as artifacts are addressed, by kind and extension, so that it
 * plays from where the API serves them.
 */
export async function deliverStream(
  { captions }: ProcessingInput,
  made: Made,
  { workDir, signal }: TaskContext,
  inHeight: (height: number) => JoinedVideo,
): Promise<LocalFile[]> {
  const names = await packageHls({
    rungs: renditionHeights.map((height) => ({ height, path: inHeight(height).path })),
    durationMs: made.timeline.totalMs,
    captions: captionTrack(captions, made.captions.vttPath),
    outDir: workDir,
    signal,
  });
  return names.map((name) => {
    const { name: kind, ext } = parse(name);
    const media = kind.startsWith('hls_audio') ? 'audio/mp4' : 'video/mp4';
    return {
      kind: lessonFileSchema.shape.kind.parse(kind),
      path: join(workDir, name),
      name,
      contentType: contentTypes[ext] ?? media,
    };
  });
}
