import { MediaError } from '../errors.ts';

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

/** Reads the key pictures of a video, 160 px long, from a branch of a run of ffmpeg. */
export interface KeyPictureReader {
  /** Takes key pictures out of what is decoded; its output is raw `rgba`. */
  filter: string;
  /** Gets every line of the log: the filter tells there when the pictures are shown. */
  line(line: string): void;
  /** The pictures in order. Throws `media_invalid_output` when there is none, or not what the log tells. */
  pictures(bytes: Uint8Array): KeyPicture[];
}

/** @param size of the video's picture, px */
export function keyPictureReader(size: { width: number; height: number }): KeyPictureReader {
  const scale = SIDE / Math.max(size.width, size.height);
  const [width, height] = [Math.round(size.width * scale), Math.round(size.height * scale)];
  const times: number[] = [];
  return {
    filter: `select=key,scale=${width}:${height}:flags=area,showinfo=checksum=0`,
    line(line) {
      const seconds = / pts_time:([\d.]+)/.exec(line)?.[1];
      if (seconds !== undefined) times.push(Number(seconds));
    },
    pictures(bytes) {
      const length = width * height * 4;
      if (times.length === 0 || bytes.length !== times.length * length)
        throw new MediaError(
          'media_invalid_output',
          `${bytes.length} bytes are not ${times.length} pictures of ${width}×${height}`,
        );
      return times.map((seconds, index) => ({
        ms: seconds * 1000,
        width,
        height,
        rgba: bytes.subarray(index * length, (index + 1) * length),
      }));
    },
  };
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
