import ffmpeg from 'fluent-ffmpeg';
import { MediaError } from '../errors.ts';
import { argumentsOf } from './arguments.ts';
import { runFfmpeg } from './run.ts';

/** A key picture of a video, made small. */
export interface KeyPicture {
  /** When it is shown. */
  ms: number;
  width: number;
  height: number;
  /** Red, green, blue and an opaque 255 of each pixel, row by row. */
  rgba: Uint8Array;
}

/** Longer side of a small picture, px. */
const SIDE = 160;
/** A pixel with no channel brighter than this counts as black: darker than any background we draw. */
const BLACK = 6;
const BLACK_PERCENT = 99;
const WALL_CLOCK_MS = 120_000;

/**
 * The key pictures of a video in order, 160 px long. Nothing else is decoded: of a lesson's sixty seconds some
 * thirty-five pictures, while the whole film would take as long as making it.
 *
 * @param size of the video's picture, px
 * @throws MediaError media_invalid_output when there is none, and what `runFfmpeg` throws
 */
export async function keyPictures(
  path: string,
  size: { width: number; height: number },
  { signal }: { signal: AbortSignal },
): Promise<KeyPicture[]> {
  const scale = SIDE / Math.max(size.width, size.height);
  const [width, height] = [Math.round(size.width * scale), Math.round(size.height * scale)];
  const times: number[] = [];
  const chunks: Buffer[] = [];
  const command = ffmpeg(path)
    .inputOptions('-skip_frame', 'nokey')
    .outputOptions('-map', '0:v:0', '-fps_mode', 'passthrough', '-pix_fmt', 'rgba')
    .videoFilters([`scale=${width}:${height}:flags=area`, 'showinfo=checksum=0'])
    .format('rawvideo')
    .output('pipe:1');
  await runFfmpeg(argumentsOf(command), {
    signal,
    wallClockMs: WALL_CLOCK_MS,
    onStdout: (chunk) => chunks.push(chunk),
    onLogLine: (line) => {
      const seconds = / pts_time:([\d.]+)/.exec(line)?.[1];
      if (seconds !== undefined) times.push(Number(seconds));
    },
  });
  const bytes = Buffer.concat(chunks);
  const length = width * height * 4;
  if (times.length === 0 || bytes.length !== times.length * length)
    throw new MediaError(
      'media_invalid_output',
      `${path}: ${bytes.length} bytes are not ${times.length} pictures of ${width}×${height}`,
    );
  return times.map((seconds, index) => ({
    ms: seconds * 1000,
    width,
    height,
    rgba: bytes.subarray(index * length, (index + 1) * length),
  }));
}

/** Share of the pictures that are black, 0 to 1. Pure. */
export function blackShare(pictures: readonly KeyPicture[]): number {
  return pictures.filter(isBlack).length / pictures.length;
}

function isBlack({ width, height, rgba }: KeyPicture): boolean {
  const allowed = (width * height * (100 - BLACK_PERCENT)) / 100;
  let bright = 0;
  for (let at = 0; at < rgba.length && bright <= allowed; at += 4)
    if (Math.max(rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0) > BLACK) bright += 1;
  return bright <= allowed;
}
