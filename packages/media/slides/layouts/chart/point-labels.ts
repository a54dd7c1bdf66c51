import type { Font } from '../../../fonts.ts';
import { contains, inset, overlaps, rect, segmentCrosses, type Point, type Rect } from '../../geometry.ts';
import { fitText, type TextBlock } from '../../text.ts';

/** A label beside a point; `leader` is where a line from the point ends, for one that had to move away. */
export interface Note {
  text: TextBlock;
  box: Rect;
  leader: Point | null;
}

interface Field {
  box: Rect;
  font: Font;
  size: number;
  /** Of the points, px. */
  radius: number;
  breakWords: boolean;
}

/** Where a label may stand, seen from its point: sides first, then corners. */
const DIRECTIONS = [
  [1, 0],
  [-1, 0],
  [0, -1],
  [0, 1],
  [1, -1],
  [-1, -1],
  [1, 1],
  [-1, 1],
] as const;
/** How far labels may move away, in sizes of their type. */
const DISTANCES = [0, 0.8, 1.6, 2.4, 3.2, 4.4, 5.6];
/** A label may be this many sizes wide before it is broken into rows. */
const LABEL_WIDTH = 9;

/** Places for labels inside the field, clear of each other, of all points and of leaders; null when there are none. */
export function besidePoints(
  points: readonly Point[],
  labels: readonly string[],
  { box, font, size, radius, breakWords }: Field,
): (Note | null)[] | null {
  const dots = points.map(({ x, y }) => inset(rect(x, y, 0, 0), -radius - 4));
  const notes: (Note | null)[] = [];
  const leaders: [Point, Point][] = [];
  for (const [index, label] of labels.entries()) {
    if (label === '') {
      notes.push(null);
      continue;
    }
    const point = points[index] ?? { x: 0, y: 0 };
    const text = fitText(label, { sizes: [size], font, width: LABEL_WIDTH * size, breakWords });
    if (text === null) return null;
    const free = (place: Rect, leader: Point | null): boolean =>
      contains(box, place) &&
      dots.every((dot) => !overlaps(dot, place)) &&
      notes.every((note) => note === null || !overlaps(note.box, place, -4)) &&
      leaders.every(([from, to]) => !segmentCrosses(from, to, place)) &&
      (leader === null || notes.every((note) => note === null || !segmentCrosses(point, leader, note.box)));
    const note = candidates(point, text, size, radius).find((each) => free(each.box, each.leader));
    if (note === undefined) return null;
    notes.push(note);
    if (note.leader !== null) leaders.push([point, note.leader]);
  }
  return notes;
}

function candidates(point: Point, text: TextBlock, size: number, radius: number): Note[] {
  return DISTANCES.flatMap((distance) =>
    DIRECTIONS.map(([dx, dy]): Note => {
      const reach = radius + 10 + distance * size;
      const middle = {
        x: point.x + dx * (reach + text.width / 2),
        y: point.y + dy * (reach + text.height / 2),
      };
      const box = rect(middle.x - text.width / 2, middle.y - text.height / 2, text.width, text.height);
      const leader = { x: point.x + dx * (reach - 4), y: point.y + dy * (reach - 4) };
      return { text, box, leader: distance === 0 ? null : leader };
    }),
  );
}
