import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MediaError } from '../errors.ts';
import { blackShare, keyPictureReader, type KeyPicture } from '../ffmpeg/key-pictures.ts';
import { runFfmpeg } from '../ffmpeg/run.ts';
import { FRAMES_PER_SECOND } from '../video/clock.ts';
import { planarPixels, type Pixels } from './pixels.ts';

/** A frame of a video that somebody wants to see. */
export interface Look {
  frame: number;
  see(picture: Pixels): void;
}

/** A video that is watched. */
export interface Watchable {
  /** Arguments of ffmpeg that read it: a file, or the scenes one after another (`createReel`). */
  input: readonly string[];
  /** Of its picture, px. */
  size: { width: number; height: number };
  durationMs: number;
}

/** What a video showed while it was decoded once. */
export interface Watched {
  /** Frames that were looked for and are not there. */
  missing: number[];
  /** Its key pictures, made small. */
  keys: KeyPicture[];
}

export interface WatchRun {
  /** Gets a small file, which is removed again. */
  workDir: string;
  signal: AbortSignal;
}

/** Pictures whose shorter side has more px are looked at in half of their size. */
const ENOUGH_SIDE = 720;

/**
 * Decodes a video once and shows the frames that are looked at, in order. Pictures that no other refers to are not
 * decoded: they repeat the one before or stand within a fade, which nobody looks at. So the last picture that was decoded
 * stands for up to two seconds after it, as long as keys are apart; a file that ends too soon is found by its length.
 * Without looks nothing but key pictures is decoded.
 *
 * @throws MediaError; media_invalid_output when most of it is black
 */
export async function watch(
  { input, size, durationMs }: Watchable,
  looks: readonly Look[],
  { workDir, signal }: WatchRun,
): Promise<Watched> {
  const frames = [...new Set(looks.map(({ frame }) => frame))].sort((a, b) => a - b);
  const { width, height } = lookedAtSize(size);
  const viewer = createViewer({ width, height, frames, looks });
  const reader = keyPictureReader(size);
  const keysPath = join(workDir, `${randomUUID()}.rgba`);
  const seen = `fps=${FRAMES_PER_SECOND},tpad=stop_mode=clone:stop_duration=2,select='${frames.map((frame) => `eq(n,${frame})`).join('+')}',scale=${width}:${height}:flags=area`;
  const [branches, pictures] =
    frames.length === 0
      ? [`[0:v:0]${reader.filter}[keys]`, []]
      : [
          `[0:v:0]split[a][b];[a]${seen}[seen];[b]${reader.filter}[keys]`,
          ['-map', '[seen]', '-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'yuv420p', 'pipe:1'],
        ];
  try {
    await runFfmpeg(
      [
        // One thread each: the lesson's sound is made on the other core, and sharing the work costs a tenth of it.
        ...['-threads', '1', '-filter_complex_threads', '1'],
        ...['-skip_frame', frames.length === 0 ? 'nokey' : 'noref', ...input],
        ...['-filter_complex', branches, ...pictures],
        ...['-map', '[keys]', '-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'rgba', keysPath],
      ],
      {
        purpose: 'watching',
        signal,
        wallClockMs: 60_000 + durationMs * 2,
        onStdout: (chunk) => viewer.take(chunk),
        onLogLine: (line) => reader.line(line),
      },
    );
    const keys = reader.pictures(await readFile(keysPath));
    if (blackShare(keys) > 0.5)
      throw new MediaError('media_invalid_output', 'most of the picture of a lesson is black');
    return { missing: viewer.missing(), keys };
  } finally {
    await rm(keysPath, { force: true });
  }
}

/** Half of a large picture is enough to tell, and takes a quarter of the time. */
export function lookedAtSize({ width, height }: Watchable['size']): Watchable['size'] {
  if (Math.min(width, height) <= ENOUGH_SIDE) return { width, height };
  return { width: 2 * Math.round(width / 4), height: 2 * Math.round(height / 4) };
}

/** Cuts a stream of planar pictures into those of `frames` and shows each to those who look at it. */
function createViewer({
  width,
  height,
  frames,
  looks,
}: Watchable['size'] & { frames: readonly number[]; looks: readonly Look[] }) {
  const size = (width * height * 3) / 2;
  const picture = new Uint8Array(size);
  let filled = 0;
  let shown = 0;
  const show = (): void => {
    const frame = frames[shown];
    shown += 1;
    filled = 0;
    const pixels = planarPixels(picture, width, height);
    for (const look of looks) if (look.frame === frame) look.see(pixels);
  };
  return {
    take(chunk: Buffer): void {
      for (let at = 0; at < chunk.length;) {
        const taken = Math.min(chunk.length - at, size - filled);
        picture.set(chunk.subarray(at, at + taken), filled);
        filled += taken;
        at += taken;
        if (filled === size) show();
      }
    },
    missing: () => frames.slice(shown),
  };
}
