import { rect, type Point } from './geometry.ts';
import type { PathShape } from './shapes.ts';

/** Side of the square that icons are drawn in. */
const UNITS = 24;

/** Line drawings. */
const icons = {
  check: 'M4.5 12.8 L9.8 18 L19.5 6.8',
  cross: 'M6 6 L18 18 M18 6 L6 18',
  question: 'M8.4 9.2 A3.7 3.7 0 1 1 13.7 12.4 C12.5 13.1 12 13.8 12 15.2 M12 19 L12 19.1',
  bulb: 'M9.2 17.6 H14.8 M10.4 20.8 H13.6 M9.4 17.6 C9.4 16 8.7 15 7.8 14 A5.9 5.9 0 1 1 16.2 14 C15.3 15 14.6 16 14.6 17.6',
  swap: 'M4 8.6 H19.4 M15.6 4.8 L19.4 8.6 L15.6 12.4 M20 15.8 H4.6 M8.4 12 L4.6 15.8 L8.4 19.6',
  pencil: 'M4.2 19.8 L5.2 15.6 L16 4.8 L19.2 8 L8.4 18.8 Z M13.4 7.4 L16.6 10.6',
  flag: 'M6 21 V3.8 M6 4.6 H18.4 L15.4 8.9 L18.4 13.2 H6',
  spark: 'M12 3 L14.3 9.7 L21 12 L14.3 14.3 L12 21 L9.7 14.3 L3 12 L9.7 9.7 Z',
  alert: 'M12 4 L21 19.6 H3 Z M12 10 V14 M12 16.9 V17',
  bookmark: 'M7 4 H17 V20 L12 15.8 L7 20 Z',
  list: 'M8.6 6.6 H20 M8.6 12 H20 M8.6 17.4 H20 M4 6.6 H4.1 M4 12 H4.1 M4 17.4 H4.1',
  book: 'M12 6.4 C9.6 4.6 6.6 4.2 3.6 4.6 V18.4 C6.6 18 9.6 18.4 12 20.2 C14.4 18.4 17.4 18 20.4 18.4 V4.6 C17.4 4.2 14.4 4.6 12 6.4 Z M12 6.4 V20',
  heart:
    'M12 19.8 C5.6 15.6 3.6 12.4 3.6 9.4 A4.3 4.3 0 0 1 12 7.6 A4.3 4.3 0 0 1 20.4 9.4 C20.4 12.4 18.4 15.6 12 19.8 Z',
} as const;
export type IconName = keyof typeof icons;

/**
 * An icon as a shape.
 * @param centre its middle, px
 * @param size side of its square, px
 */
export function icon(name: IconName, centre: Point, size: number, color: string): PathShape {
  return {
    kind: 'path',
    d: icons[name],
    box: rect(centre.x - size / 2, centre.y - size / 2, size, size),
    units: UNITS,
    stroke: { color, width: size * 0.1 },
  };
}
