import { createCanvas, Path2D, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { cssFont, cssSpacing } from '../fonts.ts';
import { bottom, rect, right, type Rect } from './geometry.ts';
import type { Shape } from './shapes.ts';

/** Pixels rasterised before the event loop gets its turn: about 15 ms of work. */
const PIXELS_PER_TURN = 500_000;

/** A rectangle of pixels of the output: RGBA, colours multiplied by their cover, at whole even coordinates. */
export interface Raster {
  box: Rect;
  pixels: Uint8Array;
  /** The same, each pixel as one number in the byte order of this machine. */
  colours: Uint32Array;
}

/** `box` in px of the output at `scale`, grown to whole even numbers: chroma has half the resolution. */
export function outputBox(box: Rect, scale: number): Rect {
  const x = 2 * Math.floor((box.x * scale) / 2);
  const y = 2 * Math.floor((box.y * scale) / 2);
  return rect(
    x,
    y,
    2 * Math.ceil((right(box) * scale) / 2) - x,
    2 * Math.ceil((bottom(box) * scale) / 2) - y,
  );
}

/**
 * Draws the shapes that fall into `box` and passes the pixels on band by band, from the top, leaving the event loop a
 * turn between bands. Where nothing is painted, pixels are transparent.
 *
 * @param box in px of the output, as `outputBox` gives it
 * @param scale px of the output for one px of the full-size frame
 */
export async function* rasterise(shapes: readonly Shape[], box: Rect, scale: number): AsyncGenerator<Raster> {
  const rows = Math.max(2, 2 * Math.floor(PIXELS_PER_TURN / box.width / 2));
  for (let y = box.y; y < bottom(box); y += rows) {
    const band = rect(box.x, y, box.width, Math.min(rows, bottom(box) - y));
    yield rasterOf(shapes, band, scale);
    await nextTurn();
  }
}

/** The canvas that was drawn on last: the next band is often of the same size. */
let kept: Canvas = createCanvas(2, 2);

function rasterOf(shapes: readonly Shape[], box: Rect, scale: number): Raster {
  if (kept.width !== box.width || kept.height !== box.height) kept = createCanvas(box.width, box.height);
  const context = kept.getContext('2d');
  context.reset();
  context.translate(-box.x, -box.y);
  context.scale(scale, scale);
  paint(context, shapes);
  const pixels = kept.data();
  return { box, pixels, colours: new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4) };
}

/** Paints shapes in order, in the coordinates of the full-size frame. */
export function paint(context: SKRSContext2D, shapes: readonly Shape[]): void {
  for (const shape of shapes) {
    if (shape.kind === 'text') {
      context.font = cssFont(shape.font, shape.size, shape.text);
      context.letterSpacing = cssSpacing(shape.font, shape.size, shape.text);
      context.direction = shape.direction ?? 'ltr';
      context.textAlign = 'left';
      context.fillStyle = shape.color;
      context.fillText(shape.text, shape.x, shape.baseline);
      continue;
    }
    if (shape.kind === 'image') {
      const { x, y, width, height } = shape.box;
      context.drawImage(shape.image, x, y, width, height);
      continue;
    }
    const path = pathOf(shape);
    if (shape.fill !== undefined) {
      context.fillStyle = shape.fill;
      context.fill(path);
    }
    if (shape.stroke !== undefined) {
      context.strokeStyle = shape.stroke.color;
      context.lineWidth = shape.stroke.width;
      context.lineCap = 'round';
      context.lineJoin = 'round';
      context.setLineDash([...(shape.stroke.dash ?? [])]);
      context.stroke(path);
    }
  }
}

function pathOf(shape: Exclude<Shape, { kind: 'text' | 'image' }>): Path2D {
  const path = new Path2D();
  switch (shape.kind) {
    case 'rect':
      path.roundRect(shape.box.x, shape.box.y, shape.box.width, shape.box.height, shape.radius);
      return path;
    case 'circle': {
      const [from, to] = shape.arc ?? [0, 1];
      path.arc(shape.centre.x, shape.centre.y, shape.radius, from * 2 * Math.PI, to * 2 * Math.PI);
      if (shape.arc === undefined) path.closePath();
      return path;
    }
    case 'polygon':
      shape.points.forEach((point, index) =>
        index === 0 ? path.moveTo(point.x, point.y) : path.lineTo(point.x, point.y),
      );
      if (shape.closed) path.closePath();
      return path;
    case 'path': {
      const { x, y, width } = shape.box;
      const unit = width / shape.units;
      path.addPath(new Path2D(shape.d), { a: unit, b: 0, c: 0, d: unit, e: x, f: y });
      return path;
    }
  }
}
