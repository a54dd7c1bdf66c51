import { measure } from '../../text.ts';
import type { Point } from '../../geometry.ts';
import type { Shape, TextRun } from '../../shapes.ts';
import type { Look } from '../../theme/index.ts';

/** Width of the lines across a field at its ticks, px: seen, but behind everything that is drawn. */
export const GRID_WIDTH = 1.5;

/** The number of a tick, its row ending at `x` or centred on it. */
export function tickNumber(
  text: string,
  at: { x: number; baseline: number; align: 'end' | 'centre' },
  size: number,
  { surface, type }: Look,
): TextRun {
  const width = measure(text, type.regular, size);
  return {
    kind: 'text',
    text,
    x: at.x - (at.align === 'end' ? width : width / 2),
    baseline: at.baseline,
    width,
    size,
    font: type.regular,
    color: surface.ink,
  };
}

/** A straight line of the axes or their grid. */
export function straight(from: Point, to: Point, width: number, color: string): Shape {
  return { kind: 'polygon', closed: false, points: [from, to], stroke: { color, width } };
}
