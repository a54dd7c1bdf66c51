import { createCanvas } from '@napi-rs/canvas';
import type { SeenReveal } from '@vividly/lesson';
import { paint } from '../slides/draw.ts';
import { boundsOf } from '../slides/shapes.ts';
import type { Layer } from '../slides/slide.ts';
import { readText } from './legible.ts';
import { luma, pixelBox, type Pixels } from './pixels.ts';

/** A pixel has changed when it differs by so many steps of 255. */
const CHANGED = 20;
/** A part is seen when so much of what it paints has changed: a frame of a card is little of it. */
const SEEN_SHARE = 0.01;
/** Text that can be read stands out so much. */
const READABLE = 2;

/** Remembers what stands in a part's place before it appears; the returned function compares that with a later picture. */
export function watchReveal(
  layer: Layer,
  scale: number,
  before: Pixels,
): (after: Pixels) => SeenReveal['seen'] {
  const box = pixelBox(boundsOf(layer.shapes), scale, before);
  if (box.width === 0 || box.height === 0) return () => 'never';
  const context = createCanvas(box.width, box.height).getContext('2d');
  context.translate(-box.x, -box.y);
  context.scale(scale, scale);
  paint(context, layer.shapes);
  const painted = context.getImageData(0, 0, box.width, box.height).data;
  const was = before.rgb(box);
  const text = layer.shapes.find((shape) => shape.kind === 'text');
  const thereBefore = text !== undefined && readText(before, text, scale).contrast >= READABLE;
  return (after) => {
    const is = after.rgb(box);
    let all = 0;
    let lighter = 0;
    let other = 0;
    for (let pixel = 0; 4 * pixel < painted.length; pixel += 1) {
      if ((painted[4 * pixel + 3] ?? 0) < 128) continue;
      all += 1;
      const [r0, g0, b0] = [was[3 * pixel] ?? 0, was[3 * pixel + 1] ?? 0, was[3 * pixel + 2] ?? 0];
      const [r1, g1, b1] = [is[3 * pixel] ?? 0, is[3 * pixel + 1] ?? 0, is[3 * pixel + 2] ?? 0];
      if (Math.abs(luma(r1, g1, b1) - luma(r0, g0, b0)) >= CHANGED) lighter += 1;
      else if (Math.max(Math.abs(r1 - r0), Math.abs(g1 - g0), Math.abs(b1 - b0)) >= CHANGED) other += 1;
    }
    if (lighter >= SEEN_SHARE * all) return 'light';
    if (lighter + other >= SEEN_SHARE * all) return 'colour';
    return thereBefore ? 'early' : 'never';
  };
}
