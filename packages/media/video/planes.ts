import { bottom, right, type Rect } from '../slides/geometry.ts';
import { giveBack, takeSamples } from './spare.ts';

/**
 * Pixels as video has them: planar YUV 4:2:0, BT.709, limited range (white is 235, black 16). Boxes are in px of the
 * output, at even coordinates; the chroma planes have half the width and height.
 */
export interface Planes {
  box: Rect;
  luma: Uint8Array;
  u: Uint8Array;
  v: Uint8Array;
}

/** Planes that are to be written before they are read. */
export function newPlanes(box: Rect): Planes {
  const samples = box.width * box.height;
  return {
    box,
    luma: takeSamples(samples),
    u: takeSamples(samples / 4),
    v: takeSamples(samples / 4),
  };
}

/** Nobody looks at these planes any more: their memory is used again. */
export function endPlanes({ luma, u, v }: Planes): void {
  for (const samples of [luma, u, v]) giveBack(samples);
}

/** The part two boxes share; null when they do not meet. */
export function intersection(a: Rect, b: Rect): Rect | null {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(right(a), right(b)) - x;
  const height = Math.min(bottom(a), bottom(b)) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

/** Copies the samples of `area` from `source` to `target`; only what lies in both is touched. */
export function copyArea(target: Planes, source: Planes, area: Rect): void {
  const inSource = intersection(area, source.box);
  const part = inSource && intersection(inSource, target.box);
  if (!part) return;
  copyPlane(target.luma, target.box, source.luma, source.box, part, 1);
  copyPlane(target.u, target.box, source.u, source.box, part, 2);
  copyPlane(target.v, target.box, source.v, source.box, part, 2);
}

function copyPlane(
  target: Uint8Array,
  targetBox: Rect,
  source: Uint8Array,
  sourceBox: Rect,
  part: Rect,
  step: 1 | 2,
): void {
  const width = part.width / step;
  const [rows, from, to] = [
    part.height / step,
    offset(part, sourceBox, 0, step),
    offset(part, targetBox, 0, step),
  ];
  if (part.width === sourceBox.width && part.width === targetBox.width) {
    target.set(source.subarray(from, from + rows * width), to);
    return;
  }
  for (let row = 0; row < rows; row += 1) {
    const from = offset(part, sourceBox, row, step);
    target.set(source.subarray(from, from + width), offset(part, targetBox, row, step));
  }
}

/** Index of the first sample of a row of `part` in a plane of `box`. */
function offset(part: Rect, box: Rect, row: number, step: 1 | 2): number {
  return ((part.y - box.y) / step + row) * (box.width / step) + (part.x - box.x) / step;
}
