import type { Image } from '@napi-rs/canvas';
import type { Font } from '../fonts.ts';
import type { Direction } from './direction.ts';
import { inset, rect, union, type Point, type Rect } from './geometry.ts';

/** How an outline is drawn. Widths in px. */
export interface Stroke {
  color: string;
  width: number;
  /** Lengths of dash and gap; a full line without it. */
  dash?: readonly [number, number];
}

interface Painted {
  fill?: string;
  stroke?: Stroke;
}

export interface RectShape extends Painted {
  kind: 'rect';
  box: Rect;
  radius: number;
}

export interface CircleShape extends Painted {
  kind: 'circle';
  centre: Point;
  radius: number;
  /** Part of the circle in turns, clockwise from three o'clock; the whole without it. */
  arc?: readonly [number, number];
}

export interface PolygonShape extends Painted {
  kind: 'polygon';
  points: readonly Point[];
  closed: boolean;
}

/** An SVG path, scaled to the width of `box`. Stroke width in px of the frame. */
export interface PathShape extends Painted {
  kind: 'path';
  d: string;
  box: Rect;
  /** Width of the box in units of the path. */
  units: number;
  /** What the outlines say, where they are writing: a formula in plain text. */
  says?: string;
}

/** One row of text. */
export interface TextRun {
  kind: 'text';
  text: string;
  x: number;
  baseline: number;
  /** Measured width in px. */
  width: number;
  size: number;
  font: Font;
  color: string;
  /** Left to right without it. */
  direction?: Direction;
  /** Room that the ink needs above and below the usual. */
  tall?: Tall;
}

/** How far ink reaches beyond the usual ascent and descent of a row, px: accents on capitals, marks of tall scripts. */
export interface Tall {
  above: number;
  below: number;
}

/** A picture, such as a logo, filling `box`. */
export interface ImageShape {
  kind: 'image';
  image: Image;
  /** sha256 of its file: what a picture is told apart by. */
  digest: string;
  box: Rect;
}

export type Shape = RectShape | CircleShape | PolygonShape | PathShape | TextRun | ImageShape;

/** Height over and depth under the base line that a row of text takes, as shares of its size (Lexend's capitals: 0.70). */
export const TEXT_ASCENT = 0.86;
export const TEXT_DESCENT = 0.26;

/** Where a row of text stands, with accents and descenders. */
export function textBox({ x, baseline, width, size, tall = { above: 0, below: 0 } }: TextRun): Rect {
  const top = baseline - TEXT_ASCENT * size - tall.above;
  return rect(x, top, width, baseline + TEXT_DESCENT * size + tall.below - top);
}

function boxOf(shape: Shape): Rect {
  switch (shape.kind) {
    case 'text':
      return inset(textBox(shape), -0.1 * shape.size, 0);
    case 'circle':
      return inset(rect(shape.centre.x, shape.centre.y, 0, 0), -shape.radius);
    case 'polygon':
      return shape.points.map((point) => rect(point.x, point.y, 0, 0)).reduce(union);
    case 'rect':
    case 'image':
    case 'path':
      return shape.box;
  }
}

/** The smallest box that holds everything the shapes paint, outlines included. Throws on an empty list. */
export function boundsOf(shapes: readonly Shape[]): Rect {
  return shapes
    .map((shape) => {
      const outline = shape.kind === 'text' || shape.kind === 'image' ? 0 : (shape.stroke?.width ?? 0);
      return inset(boxOf(shape), -outline);
    })
    .reduce(union);
}
