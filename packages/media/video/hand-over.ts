import { MACROBLOCK, type Rows } from './h264/difference.ts';
import type { Planes } from './planes.ts';
import { giveBack, takeSamples } from './spare.ts';

/** Bands that may wait for their taker: drawing goes on while the encoder works. Two or three pictures. */
const WAITING = 10;

/** Hands bands of pictures from the one who draws them to the one who encodes them, in order. */
export interface HandOver {
  /** Takes a copy of some rows; waits while too many wait for their taker. Does nothing once the taker has left. */
  put(picture: Planes, rows: Rows): Promise<void>;
  /** There are no more. */
  end(): void;
  /** The copies, in whole macroblocks, planes one after the other. Each is valid until the next is asked for. */
  pictures: AsyncIterable<Uint8Array>;
}

export function createHandOver(): HandOver {
  const waiting: Uint8Array[] = [];
  let ended = false;
  let left = false;
  let wake: () => void = () => undefined;
  const changed = (): Promise<void> =>
    new Promise((resolve) => {
      const before = wake;
      wake = () => {
        before();
        resolve();
      };
    });
  const tell = (): void => {
    const woken = wake;
    wake = () => undefined;
    woken();
  };

  return {
    async put(picture, rows) {
      while (waiting.length >= WAITING && !left) await changed();
      if (left) return;
      waiting.push(copyOf(picture, rows));
      tell();
    },
    end() {
      ended = true;
      tell();
    },
    pictures: {
      async *[Symbol.asyncIterator]() {
        try {
          for (;;) {
            const picture = waiting.shift();
            if (picture !== undefined) {
              tell();
              yield picture;
              giveBack(picture);
            } else if (ended) return;
            else await changed();
          }
        } finally {
          left = true;
          tell();
        }
      },
    },
  };
}

/** The planes of some rows, one after the other. Below the picture its last line goes on. */
function copyOf({ box, luma, u, v }: Planes, { from, to }: Rows): Uint8Array {
  const samples = (to - from) * MACROBLOCK * box.width;
  const copy = takeSamples((samples * 3) / 2);
  let at = 0;
  for (const [plane, step] of [
    [luma, 1],
    [u, 2],
    [v, 2],
  ] as const) {
    const width = box.width / step;
    const first = (from * MACROBLOCK * width) / step;
    const end = at + ((to - from) * MACROBLOCK * width) / step;
    const lines = plane.subarray(first, Math.min(plane.length, first + end - at));
    copy.set(lines, at);
    for (at += lines.length; at < end; at += width) copy.copyWithin(at, at - width, at);
  }
  return copy;
}
