import { createCanvas } from '@napi-rs/canvas';
import { paint } from '../slides/draw.ts';
import type { Rect } from '../slides/geometry.ts';
import type { Shape } from '../slides/shapes.ts';

/**
 * How much of each pixel of `box` the shapes cover, 0 to 255, row by row.
 *
 * @param scale px of the picture for one px of the full-size frame
 * @param box whole-numbered, in px of the picture, and not empty
 * @param into where it is written, to be used again; new memory without it
 */
export function coverOf(
  shapes: readonly Shape[],
  scale: number,
  { x, y, width, height }: Rect,
  into = new Uint8Array(width * height),
): Uint8Array {
  // Of its size: a canvas is copied as a whole, however little of it is asked for.
  const context = createCanvas(width, height).getContext('2d');
  context.translate(-x, -y);
  context.scale(scale, scale);
  // In their own colours: dark letters are drawn bolder than light ones.
  paint(context, shapes);
  const { data } = context.getImageData(0, 0, width, height);
  for (let at = 0, alpha = 3; at < into.length; at += 1, alpha += 4) into[at] = data[alpha] ?? 0;
  return into;
}
