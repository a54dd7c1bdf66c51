import { MediaError } from '../errors.ts';
import { probe, type Probe } from './probe.ts';

/** What a file must hold to be published. */
export interface Expectation {
  durationMs: number;
  /** Codec of each stream that must be there, by type. */
  streams: Readonly<Partial<Record<'video' | 'audio' | 'subtitle', string>>>;
  width?: number;
  height?: number;
}

const frameMs = 1000 / 30;

/**
 * Checks a finished file: exit code 0 proves nothing. Streams and codecs as expected, length within 1 % or one frame,
 * sound and picture equally long to one frame (rule 16). Throws `media_invalid_output` naming everything that is off.
 */
export async function verifyOutput(path: string, expected: Expectation): Promise<Probe> {
  const found = await probe(path);
  const off: string[] = [];
  const allowedMs = Math.max(frameMs, expected.durationMs * 0.01);
  if (Math.abs(found.durationSeconds * 1000 - expected.durationMs) > allowedMs)
    off.push(`it lasts ${String(found.durationSeconds)} s instead of ${String(expected.durationMs / 1000)} s`);
  for (const [type, codec] of Object.entries(expected.streams)) {
    const stream = found.streams.find((candidate) => candidate.type === type);
    if (stream?.codec !== codec) off.push(`its ${type} stream is ${stream?.codec ?? 'missing'} instead of ${codec}`);
  }
  const video = found.streams.find(({ type }) => type === 'video');
  const audio = found.streams.find(({ type }) => type === 'audio');
  if (expected.width !== undefined && (video?.width !== expected.width || video.height !== expected.height))
    off.push(`its picture is ${String(video?.width)}×${String(video?.height)}`);
  // AAC comes in blocks of 1024 samples (21 ms): the track may end up to one block later than its sound.
  const apartMs = Math.abs((video?.durationSeconds ?? 0) - (audio?.durationSeconds ?? 0)) * 1000;
  if (expected.streams.video && expected.streams.audio && apartMs > frameMs + 22)
    off.push(`picture and sound differ by ${apartMs.toFixed(0)} ms`);
  if (off.length > 0) throw new MediaError('media_invalid_output', `${path}: ${off.join('; ')}`);
  return found;
}

/** Checks one rendered scene: H.264 of the rendition's size and length, no sound. */
export async function verifySceneVideo(
  path: string,
  { width, height, durationMs }: { width: number; height: number; durationMs: number },
): Promise<Probe> {
  return verifyOutput(path, { durationMs, width, height, streams: { video: 'h264' } });
}
