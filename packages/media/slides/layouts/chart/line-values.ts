import {
  bottom,
  inset,
  overlaps,
  rect,
  right,
  segmentCrosses,
  type Point,
  type Rect,
} from '../../geometry.ts';
import { textBox, type TextRun } from '../../shapes.ts';
import type { Layer } from '../../slide.ts';
import { measure } from '../../text.ts';
import type { Look } from '../../theme/index.ts';
import { valueRuns, type Plot } from './plot.ts';

/**
 * The values of a line's points: each over or under its point, straight or to one side, where neither the line nor
 * another point or value is in the way; else over it, on a plate that hides the line.
 *
 * @param dots of the points, in order, px
 */
export function valuesBeside(
  plot: Plot,
  dots: readonly Point[],
  radius: number,
  look: Look,
): Layer['shapes'][] {
  const points = dots.map(({ x, y }) => inset(rect(x, y, 0, 0), -radius));
  const taken: Rect[] = [];
  const isFree = (box: Rect): boolean =>
    box.x >= plot.box.x &&
    right(box) <= right(plot.box) &&
    bottom(box) <= bottom(plot.box) &&
    [...points, ...taken].every((other) => !overlaps(other, box)) &&
    dots.slice(1).every((dot, index) => !segmentCrosses(dots[index] as Point, dot, box));
  return plot.points.map((point, index) => {
    const dot = dots[index] as Point;
    const aside = measure(point.valueText, look.type.bold, plot.size) / 2;
    const [over = [], ...others] = [0, -aside, aside].flatMap((shift) =>
      [dot.y - radius - plot.valueHeight, dot.y + radius].map((top) =>
        valueRuns(point, plot.size, dot.x + shift, top, look),
      ),
    );
    if (over.length === 0) return [];
    const free = [over, ...others].find((runs) => isFree(roomOf(runs)));
    taken.push(roomOf(free ?? over));
    if (free !== undefined) return free;
    const plate = inset(textBox(over[0] as TextRun), -8, 0);
    return [{ kind: 'rect', box: plate, radius: 12, fill: look.surface.ground }, ...over];
  });
}

function roomOf(runs: Layer['shapes']): Rect {
  return inset(textBox(runs[0] as TextRun), -6, -2);
}
