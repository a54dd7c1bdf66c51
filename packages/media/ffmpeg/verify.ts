import { MediaError } from '../errors.ts';
import { probe, type Probe } from './probe.ts';

/** What a file must hold to be published. */
export interface Expectation {
  durationMs: number;
  /** Codec of each stream that must be there, by type. */
  streams: Readonly<Partial<Record<'video' | 'audio' | 'subtitle', string>>>;
  width?: number;
  height?: number;
  /** How many chapters there must be. */
  chapters?: number;
}

/** One frame of 1/30 s; half a millisecond is rounding in the container. */
const FRAME_MS = 1000 / 30 + 0.5;

/**
 * Checks a finished file: exit code 0 proves nothing. Streams and codecs as expected and no others, nothing missing that
 * its index tells of (the index may stand in front of what was never written), length within 1 % or one frame, sound and
 * picture equally long to one frame (rule 16).
 *
 * @throws MediaError media_invalid_output, naming everything that is off
 */
export async function verifyOutput(
  path: string,
  expected: Expectation,
  options: { signal: AbortSignal } = new AbortController(),
): Promise<Probe> {
  const found = await probe(path, options);
  const off = differences(found, expected);
  if (off.length > 0) throw new MediaError('media_invalid_output', `${path}: ${off.join('; ')}`);
  return found;
}

/** In words, everything in which `found` is not as `expected`. Pure. */
export function differences(found: Probe, expected: Expectation): string[] {
  const off: string[] = [];
  const allowedMs = Math.max(FRAME_MS, expected.durationMs * 0.01);
  if (Math.abs(found.durationSeconds * 1000 - expected.durationMs) > allowedMs)
    off.push(`it lasts ${found.durationSeconds} s instead of ${expected.durationMs / 1000} s`);
  for (const type of ['video', 'audio', 'subtitle'] as const) {
    const codecs = found.streams.filter((stream) => stream.type === type).map(({ codec }) => codec);
    const wanted = expected.streams[type];
    if (codecs.join() !== (wanted ?? ''))
      off.push(`its ${type} is ${codecs.join(' and ') || 'missing'} instead of ${wanted ?? 'none'}`);
  }
  for (const { type, packetsTold, packetsThere } of found.streams)
    // Empty captions are told of and not given out.
    if (type !== 'subtitle' && packetsTold !== packetsThere && packetsThere !== undefined)
      off.push(`it holds ${packetsThere} of the ${packetsTold} packets of its ${type}`);
  const video = found.streams.find(({ type }) => type === 'video');
  const audio = found.streams.find(({ type }) => type === 'audio');
  if (expected.width !== undefined && (video?.width !== expected.width || video.height !== expected.height))
    off.push(
      `its picture is ${video?.width} × ${video?.height} instead of ${expected.width} × ${expected.height}`,
    );
  if (video?.durationSeconds !== undefined && audio?.durationSeconds !== undefined) {
    const apartMs = Math.abs(video.durationSeconds - audio.durationSeconds) * 1000;
    if (apartMs > FRAME_MS) off.push(`picture and sound differ by ${apartMs.toFixed(0)} ms`);
  }
  if (expected.chapters !== undefined && found.chapters.length !== expected.chapters)
    off.push(`it has ${found.chapters.length} chapters instead of ${expected.chapters}`);
  return off;
}
