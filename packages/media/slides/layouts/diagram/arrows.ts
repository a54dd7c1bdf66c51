import { centre, inset, segmentCrosses, type Point, type Rect } from '../../geometry.ts';
import type { Shape } from '../../shapes.ts';

export interface Arrow {
  from: number;
  to: number;
}

/** An arrow between two boxes: where its line starts and its point ends. */
export interface ArrowLine {
  start: Point;
  end: Point;
}

/** The way of an arrow: where it starts, where it bends, where its point is. */
export type Route = readonly Point[];

const ARROW_WIDTH = 7;
/** The head of an arrow, px. */
export const HEAD = { length: 30, half: 17 };
/** Room between a node and the ends of its arrows, px. */
export const CLEARANCE = 10;
/** The shortest arrow that still reads as one, px. */
const LEAST_LENGTH = 70;

/**
 * Straight arrows between nodes; arrows between the same two nodes run side by side, `lane` px apart. Null when one
 * would be too short or run through a third node.
 */
export function arrowLines(
  nodes: readonly Rect[],
  arrows: readonly Arrow[],
  lane: number,
): ArrowLine[] | null {
  const lines: ArrowLine[] = [];
  for (const [index, arrow] of arrows.entries()) {
    const from = nodes[arrow.from] as Rect;
    const to = nodes[arrow.to] as Rect;
    const line = between(from, to, laneOffset(arrows, index) * lane);
    if (line === null || lengthOf(line) < LEAST_LENGTH) return null;
    const third = nodes.some(
      (node, other) =>
        other !== arrow.from &&
        other !== arrow.to &&
        segmentCrosses(line.start, line.end, inset(node, -CLEARANCE)),
    );
    if (third) return null;
    lines.push(line);
  }
  return lines;
}

/** How many lanes arrow `index` lies off the straight line between its nodes, seen from the lower-numbered node. */
function laneOffset(arrows: readonly Arrow[], index: number): number {
  const pair = (arrow: Arrow): string => [arrow.from, arrow.to].sort((a, b) => a - b).join();
  const own = arrows[index] as Arrow;
  const fellows = arrows.filter((arrow) => pair(arrow) === pair(own));
  const offset = fellows.indexOf(own) - (fellows.length - 1) / 2;
  return own.from < own.to ? offset : -offset;
}

function between(from: Rect, to: Rect, offset: number): ArrowLine | null {
  const a = centre(from);
  const b = centre(to);
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const shift = { x: (-(b.y - a.y) / length) * offset, y: ((b.x - a.x) / length) * offset };
  const p = { x: a.x + shift.x, y: a.y + shift.y };
  const q = { x: b.x + shift.x, y: b.y + shift.y };
  const start = leave(p, q, inset(from, -CLEARANCE));
  const end = leave(q, p, inset(to, -CLEARANCE));
  return start && end ? { start, end } : null;
}

/** Where the line from `inside` towards `target` leaves `box`; null when it starts outside. */
function leave(inside: Point, target: Point, box: Rect): Point | null {
  const dx = target.x - inside.x;
  const dy = target.y - inside.y;
  const toX = dx === 0 ? Infinity : ((dx > 0 ? box.x + box.width : box.x) - inside.x) / dx;
  const toY = dy === 0 ? Infinity : ((dy > 0 ? box.y + box.height : box.y) - inside.y) / dy;
  const t = Math.min(toX, toY);
  return t >= 0 && t <= 1 ? { x: inside.x + t * dx, y: inside.y + t * dy } : null;
}

export function lengthOf({ start, end }: ArrowLine): number {
  return Math.hypot(end.x - start.x, end.y - start.y);
}

/** The point at share `t` of the line. */
export function along({ start, end }: ArrowLine, t: number): Point {
  return { x: start.x + t * (end.x - start.x), y: start.y + t * (end.y - start.y) };
}

/** The line and its head. */
export function arrowShapes(route: Route, color: string): Shape[] {
  const end = route.at(-1) as Point;
  const before = route.findLast(({ x, y }) => Math.hypot(end.x - x, end.y - y) >= HEAD.length - 1) as Point;
  const length = Math.hypot(end.x - before.x, end.y - before.y);
  const unit = { x: (end.x - before.x) / length, y: (end.y - before.y) / length };
  const neck = { x: end.x - unit.x * HEAD.length, y: end.y - unit.y * HEAD.length };
  const wing = (side: 1 | -1): Point => ({
    x: neck.x - side * unit.y * HEAD.half,
    y: neck.y + side * unit.x * HEAD.half,
  });
  return [
    {
      kind: 'polygon',
      closed: false,
      points: [...route.slice(0, -1), neck],
      stroke: { color, width: ARROW_WIDTH },
    },
    { kind: 'polygon', closed: true, points: [end, wing(1), wing(-1)], fill: color },
  ];
}
