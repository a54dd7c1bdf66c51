import { rect } from '../slides/geometry.ts';
import { timeOf } from './clock.ts';
import { frameHeader, matroskaHeader } from './matroska.ts';
import type { Planes } from './planes.ts';

/** A picture is sent at least every half second, so that players and seeking stay exact on still scenes. */
const LONGEST_HOLD = 15;
/** A picture is sent where the encoder places a key frame. */
const KEYFRAME_EVERY = 60;
/** The last pictures are always sent, or the track would end with the start of the last hold. */
const TAIL = 4;

/** A picture in memory laid out as it is sent: the header of its frame, then its planes. */
export interface Canvas {
  picture: Planes;
  /** Bytes of a frame at `ms`; valid until the picture is drawn on again. */
  frameBytes(ms: number): Uint8Array;
}

export function createCanvas(width: number, height: number): Canvas {
  const samples = width * height;
  const pictureBytes = (samples * 3) / 2;
  const head = frameHeader(0, pictureBytes).length;
  const bytes = new Uint8Array(head + pictureBytes);
  const plane = (from: number, length: number): Uint8Array =>
    bytes.subarray(head + from, head + from + length);
  return {
    picture: {
      box: rect(0, 0, width, height),
      luma: plane(0, samples),
      u: plane(samples, samples / 4),
      v: plane((samples * 5) / 4, samples / 4),
    },
    frameBytes(ms) {
      bytes.set(frameHeader(ms, pictureBytes));
      return bytes;
    },
  };
}

interface Reel {
  canvas: Canvas;
  /** Length in frames. */
  frames: number;
  signal: AbortSignal;
  /** Draws frame `frame` into the canvas; false when it equals the one before. */
  advance: (frame: number) => Promise<boolean>;
  onSent: () => void;
}

/**
 * The Matroska stream of a scene: only frames that differ from the one before, and those that keep time. Each chunk
 * must be consumed before the next is asked for.
 */
export async function* frameStream({
  canvas,
  frames,
  signal,
  advance,
  onSent,
}: Reel): AsyncGenerator<Uint8Array> {
  const { width, height } = canvas.picture.box;
  yield matroskaHeader(width, height);
  let lastSent = 0;
  for (let frame = 0; frame < frames; frame += 1) {
    signal.throwIfAborted();
    const changed = await advance(frame);
    const due = frame - lastSent >= LONGEST_HOLD || frame % KEYFRAME_EVERY === 0 || frame >= frames - TAIL;
    if (!changed && !due) continue;
    lastSent = frame;
    onSent();
    yield canvas.frameBytes(timeOf(frame));
  }
}
