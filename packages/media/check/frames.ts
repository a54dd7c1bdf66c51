import { runFfmpeg } from '../ffmpeg/run.ts';
import { FRAMES_PER_SECOND } from '../video/clock.ts';
import { planarPixels, type Pixels } from './pixels.ts';

/** A frame of a video that somebody wants to see. */
export interface Look {
  frame: number;
  see(picture: Pixels): void;
}

export interface VideoFile {
  path: string;
  /** Size in which it is looked at, px; even. */
  width: number;
  height: number;
  durationMs: number;
}

/**
 * Decodes a video once and shows the frames that are looked at, in order. Pictures that no other refers to are not
 * decoded: they repeat the one before or stand within a fade, which nobody looks at. So the last picture that was decoded
 * stands for up to two seconds after it, as long as keys are apart; a file that ends too soon is found by its length.
 *
 * @returns frames that were looked for and are not there
 * @throws MediaError
 */
export async function lookAt(
  { path, width, height, durationMs }: VideoFile,
  looks: readonly Look[],
  signal: AbortSignal,
): Promise<number[]> {
  const frames = [...new Set(looks.map(({ frame }) => frame))].sort((a, b) => a - b);
  const filter = `fps=${FRAMES_PER_SECOND},tpad=stop_mode=clone:stop_duration=2,select='${frames.map((frame) => `eq(n,${frame})`).join('+')}',scale=${width}:${height}:flags=area`;
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
  const output = ['-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'yuv420p', 'pipe:1'];
  await runFfmpeg(['-skip_frame', 'noref', '-i', path, '-map', '0:v:0', '-vf', filter, ...output], {
    signal,
    wallClockMs: 60_000 + durationMs * 2,
    onStdout(chunk) {
      for (let at = 0; at < chunk.length;) {
        const taken = Math.min(chunk.length - at, size - filled);
        picture.set(chunk.subarray(at, at + taken), filled);
        filled += taken;
        at += taken;
        if (filled === size) show();
      }
    },
  });
  return frames.slice(shown);
}
