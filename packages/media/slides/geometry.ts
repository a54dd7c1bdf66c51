/** Lengths are pixels of the frame at full size (1080p); y grows downwards. */
export interface Point {
  x: number;
  y: number;
}

export interface Rect extends Point {
  width: number;
  height: number;
}

export function rect(x: number, y: number, width: number, height: number): Rect {
  return { x, y, width, height };
}

/** `box` made smaller by `dx` at the left and right and `dy` at the top and bottom; negative values make it larger. */
export function inset(box: Rect, dx: number, dy = dx): Rect {
  return rect(box.x + dx, box.y + dy, box.width - 2 * dx, box.height - 2 * dy);
}

/** True when the two share more than `slack` pixels in both directions. */
export function overlaps(a: Rect, b: Rect, slack = 0): boolean {
  return (
    Math.min(right(a), right(b)) - Math.max(a.x, b.x) > slack &&
    Math.min(bottom(a), bottom(b)) - Math.max(a.y, b.y) > slack
  );
}

/** True when `inner` lies inside `outer`, but for `slack` pixels of rounding. */
export function contains(outer: Rect, inner: Rect, slack = 0.5): boolean {
  return (
    inner.x >= outer.x - slack &&
    inner.y >= outer.y - slack &&
    right(inner) <= right(outer) + slack &&
    bottom(inner) <= bottom(outer) + slack
  );
}

export function union(a: Rect, b: Rect): Rect {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return rect(x, y, Math.max(right(a), right(b)) - x, Math.max(bottom(a), bottom(b)) - y);
}

export function right(box: Rect): number {
  return box.x + box.width;
}

export function bottom(box: Rect): number {
  return box.y + box.height;
}

export function centre(box: Rect): Point {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** True when the segment from `a` to `b` touches `box`. */
export function segmentCrosses(a: Point, b: Point, box: Rect): boolean {
  // Liang–Barsky: the part of the segment inside each pair of edges must not be empty.
  let enter = 0;
  let leave = 1;
  const clip = (delta: number, toLow: number, toHigh: number): boolean => {
    if (delta === 0) return toLow <= 0 && toHigh >= 0;
    const [first, last] = delta > 0 ? [toLow / delta, toHigh / delta] : [toHigh / delta, toLow / delta];
    enter = Math.max(enter, first);
    leave = Math.min(leave, last);
    return enter <= leave;
  };
  return clip(b.x - a.x, box.x - a.x, right(box) - a.x) && clip(b.y - a.y, box.y - a.y, bottom(box) - a.y);
}

/** True when the two segments cross; touching or lying on one line is not crossing. */
export function segmentsCross(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point): number =>
    Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}
