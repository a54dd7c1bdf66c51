import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { PosterMeasures } from '@vividly/lesson';
import { posterSlide, type PosterRequest } from '../video/poster.ts';
import { readText } from './legible.ts';
import { canvasPixels, spreadOf } from './pixels.ts';

/** Text of the title can be read: it stands out as much as all text must. */
const READABLE = 4.5;

/** Reads a poster's PNG again: whether it is blank, and whether its title can be read. */
export async function measurePoster(
  path: string,
  request: Omit<PosterRequest, 'outPath'>,
): Promise<PosterMeasures> {
  const image = await loadImage(path);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const picture = canvasPixels(data, image.width, image.height);
  const slide = await posterSlide(request);
  const scale = image.width / slide.frame.width;
  const rows = slide.layers.flatMap(({ shapes }) => shapes.filter((shape) => shape.kind === 'text'));
  const read = rows.map((row) => ({ row, ...readText(picture, row, scale) }));
  return {
    spread: spreadOf(picture),
    missing: read.filter(({ contrast, whole }) => contrast < READABLE || !whole).map(({ row }) => row.text),
  };
}
