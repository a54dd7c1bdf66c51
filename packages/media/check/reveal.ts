import type { SeenReveal } from '@vividly/lesson';
import { inset, rect } from '../slides/geometry.ts';
import { boundsOf } from '../slides/shapes.ts';
import type { Layer } from '../slides/slide.ts';
import { readText } from './legible.ts';
import { coverOf } from './mask.ts';
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
  picture: Pixels,
): (after: Pixels) => SeenReveal['seen'] {
  const bounds = boundsOf(layer.shapes);
  const box = pixelBox(bounds, scale, picture);
  if (box.width === 0 || box.height === 0) return () => 'never';
  const text = layer.shapes.find((shape) => shape.kind === 'text');
  const before = picture.kept(pixelBox(inset(bounds, -(text?.size ?? 0)), scale, picture));
  return (after) => {
    const painted = coverOf(layer.shapes, scale, box);
    let all = 0;
    for (const cover of painted) if (cover >= 128) all += 1;
    const due = SEEN_SHARE * all;
    let lighter = 0;
    let other = 0;
    const was = new Uint32Array(box.width);
    const is = new Uint32Array(box.width);
    // Row by row, as the first rows tell already that a part has come.
    for (let row = 0; row < box.height && lighter < due; row += 1) {
      const line = rect(box.x, box.y + row, box.width, 1);
      before.colours(line, was);
      after.colours(line, is);
      for (let x = 0; x < box.width; x += 1) {
        const [then, now] = [was[x] ?? 0, is[x] ?? 0];
        if (then === now || (painted[row * box.width + x] ?? 0) < 128) continue;
        const [r0, g0, b0] = [then >> 16, (then >> 8) & 255, then & 255];
        const [r1, g1, b1] = [now >> 16, (now >> 8) & 255, now & 255];
        if (Math.abs(luma(r1, g1, b1) - luma(r0, g0, b0)) >= CHANGED) lighter += 1;
        else if (Math.max(Math.abs(r1 - r0), Math.abs(g1 - g0), Math.abs(b1 - b0)) >= CHANGED) other += 1;
      }
    }
    if (lighter >= due) return 'light';
    if (lighter + other >= due) return 'colour';
    return text !== undefined && readText(before, text, scale).contrast >= READABLE ? 'early' : 'never';
  };
}
