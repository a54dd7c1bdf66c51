import { writeFile } from 'node:fs/promises';
import { createCanvas, ImageData } from '@napi-rs/canvas';
import { toVtt } from '../captions/write.ts';
import type { KeyPicture } from '../ffmpeg/key-pictures.ts';

export interface SpriteSheetRequest {
  /** The video's key pictures in order, all of one size; at least one. */
  pictures: readonly KeyPicture[];
  /** Length of the video. */
  durationMs: number;
  /** Where the JPEG goes, and the WebVTT that says which part of it is shown when. */
  sheetPath: string;
  vttPath: string;
  /** The sheet as the WebVTT calls it: a URI relative to its own. */
  sheetUri: string;
}

const COLUMNS = 10;
/** Of a longer lesson only every second or third key picture is shown. */
const MAX_TILES = 150;
const JPEG_QUALITY = 85;

/**
 * Makes what a player shows above its scrub bar: small pictures in one sheet, ten in a row, and a WebVTT file with one
 * cue for each that names its place by `#xywh=x,y,width,height` in px (https://www.w3.org/TR/media-frags/#naming-space).
 * A cue lasts from its picture to the next one: key pictures stand at the start of every scene, and 2 s apart at most.
 */
export async function makeSpriteSheet(request: SpriteSheetRequest): Promise<void> {
  const { durationMs, sheetPath, vttPath, sheetUri } = request;
  const pictures = thinned(request.pictures);
  const [first] = pictures;
  if (first === undefined) throw new Error('a sprite sheet needs a picture');
  const { width, height } = first;
  const rows = Math.ceil(pictures.length / COLUMNS);
  const canvas = createCanvas(Math.min(pictures.length, COLUMNS) * width, rows * height);
  const context = canvas.getContext('2d');
  const cues = pictures.map(({ ms, rgba }, index) => {
    const [x, y] = [(index % COLUMNS) * width, Math.floor(index / COLUMNS) * height];
    context.putImageData(new ImageData(new Uint8ClampedArray(rgba), width, height), x, y);
    return {
      startMs: ms,
      endMs: pictures[index + 1]?.ms ?? durationMs,
      lines: [`${sheetUri}#xywh=${x},${y},${width},${height}`],
    };
  });
  await writeFile(sheetPath, await canvas.encode('jpeg', JPEG_QUALITY));
  await writeFile(vttPath, toVtt(cues));
}

function thinned(pictures: readonly KeyPicture[]): KeyPicture[] {
  const step = Math.ceil(pictures.length / MAX_TILES);
  return pictures.filter((_, index) => index % step === 0);
}
