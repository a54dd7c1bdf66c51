import { startEncoder, type Encoder, type IntraPictures, type IntraRun } from './encoder.ts';
import type { PictureSize } from './headers.ts';

/** An encoder without work is kept for the next scene so long, in ms. */
const IDLE_MS = 300;

/** One that has worked for so long is not kept, in ms: what a process may gather in a long life goes with it. */
const LONG_MS = 600_000;

/** Encoders that wait for work, by the size of their pictures, each with the clock that ends it. */
const idle = new Map<string, { encoder: Encoder; clock: NodeJS.Timeout }[]>();

/**
 * Encodes each picture for itself. CAVLC and no 8×8 transform, so that the slices fit beside those that are written
 * here. Scenes of one size that follow each other use the same process; nobody else's pictures are in it meanwhile.
 *
 * @param pictures planar YUV 4:2:0, each asked for when the last one was taken
 * @throws MediaError of ffmpeg, and media_invalid_output when what it wrote is not all of the pictures
 */
export async function encodeIntra(
  size: PictureSize,
  pictures: AsyncIterable<Uint8Array>,
  run: IntraRun,
): Promise<IntraPictures> {
  const encoder = take(size);
  // Only one that did its work goes on: what has failed is gone.
  const made = await encoder.encode(pictures, run);
  putBack(size, encoder);
  return made;
}

function take(size: PictureSize): Encoder {
  const kept = idle.get(nameOf(size))?.pop();
  if (kept === undefined) return startEncoder(size);
  clearTimeout(kept.clock);
  return kept.encoder;
}

function putBack(size: PictureSize, encoder: Encoder): void {
  if (performance.now() - encoder.startedAt > LONG_MS) {
    encoder.end();
    return;
  }
  const waiting = idle.get(nameOf(size)) ?? [];
  idle.set(nameOf(size), waiting);
  const leave = (): void => {
    const at = waiting.findIndex((each) => each.encoder === encoder);
    if (at >= 0) waiting.splice(at, 1);
  };
  const clock = setTimeout(() => {
    leave();
    encoder.end();
  }, IDLE_MS);
  waiting.push({ encoder, clock });
  void encoder.gone.then(() => {
    clearTimeout(clock);
    leave();
  });
}

function nameOf({ width, height }: PictureSize): string {
  return `${width}x${height}`;
}
