import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extensionOf } from '@vividly/lesson';
import { CommandError } from '../exit-codes.ts';
import type { ApiClient } from './api-client.ts';
import type { Artifact } from './request-view.ts';

/** Names of the files that people look for; every other kind bears its own name. */
const names: Readonly<Record<string, string>> = {
  video: 'lesson',
  video_1080p: 'lesson-1080p',
  video_720p: 'lesson-720p',
  video_480p: 'lesson-480p',
  audio: 'lesson',
  captions_vtt: 'captions',
  captions_srt: 'captions',
  thumbnails_vtt: 'thumbnails',
};

/**
 * The name of an artifact in the learner's folder: `lesson.mp4`, `captions.vtt`, `qa-report.json`. The files of a stream
 * have a folder of their own, where they bear the names by which they find each other.
 */
export function fileName({ kind, contentType }: Pick<Artifact, 'kind' | 'contentType'>): string {
  if (/^hls(_|$)/.test(kind)) return join('hls', `${kind}.${extensionOf(contentType)}`);
  return `${names[kind] ?? kind.replaceAll('_', '-')}.${extensionOf(contentType)}`;
}

/** Downloads an artifact into `dir`, whole and with the right digest or not at all. Returns its path. */
export async function downloadArtifact(
  client: ApiClient,
  artifact: Artifact,
  dir: string,
  signal: AbortSignal,
): Promise<string> {
  const path = join(dir, fileName(artifact));
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.part`;
  const digest = createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  try {
    const body = await client.download(artifact.url, signal);
    await pipeline(
      Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]),
      measure,
      createWriteStream(partial),
      {
        signal,
      },
    );
    if (bytes !== artifact.bytes || digest.digest('hex') !== artifact.sha256)
      throw new CommandError(
        `The ${artifact.kind} arrived damaged: ${String(bytes)} bytes instead of ${String(artifact.bytes)}, or other ones.`,
      );
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
  return path;
}
