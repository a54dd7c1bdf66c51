import { z } from 'zod';
import { MediaError } from '../errors.ts';
import { runFfmpeg } from './run.ts';

/** What a file's packets come to, whatever container they are in; empty for a stream that it has not. */
export interface Digests {
  video: string;
  audio: string;
}

const WALL_CLOCK_MS = 60_000;
const lineSchema = z
  .string()
  .regex(/^\d+,[va],SHA256=[0-9a-f]{64}$/)
  .transform((line) => line.split(','));

const maps = {
  // As a byte stream: mp4 and the list of scenes part the same units in different ways.
  video: ['-map', '0:v:0', '-bsf:v', 'h264_mp4toannexb'],
  audio: ['-map', '0:a:0'],
} as const;

/** Arguments for an output beside others that leaves the digest of the first stream of a type in a file. */
export function digestOutput(type: keyof Digests, path: string): string[] {
  return [...maps[type], '-c', 'copy', '-f', 'streamhash', '-hash', 'sha256', path];
}

/** What `digestOutput` left. Throws `media_invalid_output` when it is none. */
export function readDigests(text: string): Digests {
  const lines = z.array(lineSchema).safeParse(text.trim().split('\n'));
  if (!lines.success)
    throw new MediaError('media_invalid_output', 'ffmpeg left no digest', { cause: lines.error });
  const of = (type: string): string => lines.data.find((line) => line[1] === type)?.[2] ?? '';
  return { video: of('v'), audio: of('a') };
}

/** Digests of some of a file's streams, from all of their packets. Throws `MediaError`. */
export async function packetDigests(
  path: string,
  types: readonly (keyof Digests)[],
  { signal }: { signal: AbortSignal },
): Promise<Digests> {
  const chunks: Buffer[] = [];
  const copied = [...types.flatMap((type) => maps[type]), '-c', 'copy'];
  await runFfmpeg(['-i', path, ...copied, '-f', 'streamhash', '-hash', 'sha256', 'pipe:1'], {
    purpose: 'digesting',
    signal,
    wallClockMs: WALL_CLOCK_MS,
    onStdout: (chunk) => chunks.push(chunk),
  });
  return readDigests(Buffer.concat(chunks).toString('utf8'));
}
