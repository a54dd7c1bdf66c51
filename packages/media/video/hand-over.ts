import type { Planes } from './planes.ts';
import { giveBack, takeSamples } from './spare.ts';

/** Pictures that may wait for their taker: drawing goes on while the encoder works. */
const WAITING = 3;

/** Hands pictures from the one who draws them to the one who encodes them, in order. */
export interface HandOver {
  /** Takes a copy of a picture; waits while too many wait for their taker. Does nothing once the taker has left. */
  put(picture: Planes): Promise<void>;
  /** There are no more. */
  end(): void;
  /** The copies, planes one after the other. Each is valid until the next is asked for. */
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
    async put({ luma, u, v }) {
      while (waiting.length >= WAITING && !left) await changed();
      if (left) return;
      const copy = takeSamples(luma.length + u.length + v.length);
      copy.set(luma);
      copy.set(u, luma.length);
      copy.set(v, luma.length + u.length);
      waiting.push(copy);
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
