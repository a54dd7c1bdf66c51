import { contains, inset, overlaps, rect, segmentCrosses, type Rect } from '../../geometry.ts';
import { along, lengthOf, type ArrowLine } from './arrows.ts';

/** A size that a label may take; labels may offer several, best first. */
export interface LabelSize {
  width: number;
  height: number;
}

export interface PlacedLabel {
  /** Index into the sizes offered. */
  choice: number;
  box: Rect;
}

/** Shares of an arrow's length at which its label may stand, best first. */
const STATIONS = [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78];
/** Room around a label, px. */
const MARGIN = 10;
/** Length of arrow that must stay free on each side of a label that interrupts it, px. */
const STUB = 46;
/** The search gives up after so many tries: the caller then takes smaller type or another order of nodes. */
const MOST_TRIES = 6000;

/**
 * Places for the labels of arrows: beside the arrow or in its middle, inside `area`, clear of nodes, of other labels
 * and of other arrows. Null when there is no such set of places, or none was found soon enough.
 * @param sizes for each arrow the sizes its label may take; empty for an arrow without a label
 */
export function placeLabels(
  lines: readonly ArrowLine[],
  sizes: readonly (readonly LabelSize[])[],
  nodes: readonly Rect[],
  area: Rect,
): (PlacedLabel | null)[] | null {
  const free = lines.map((line, index) =>
    candidates(line, sizes[index] ?? []).filter(
      ({ box, on }) =>
        contains(area, box) &&
        !nodes.some((node) => overlaps(inset(box, -MARGIN), node)) &&
        !lines.some(
          (other, which) =>
            (which !== index || !on) &&
            segmentCrosses(other.start, other.end, inset(box, which === index ? -4 : -MARGIN)),
        ),
    ),
  );
  const labelled = lines.map((_, index) => index).filter((index) => (sizes[index]?.length ?? 0) > 0);
  // The label with the least choice goes first.
  labelled.sort((a, b) => (free[a]?.length ?? 0) - (free[b]?.length ?? 0));
  const placed: (PlacedLabel | null)[] = lines.map(() => null);
  let tries = 0;
  const place = (turn: number): boolean => {
    const index = labelled[turn];
    if (index === undefined) return true;
    for (const candidate of free[index] ?? []) {
      tries += 1;
      if (tries > MOST_TRIES) return false;
      if (placed.some((other) => other !== null && overlaps(inset(candidate.box, -MARGIN), other.box)))
        continue;
      placed[index] = candidate;
      if (place(turn + 1)) return true;
      placed[index] = null;
    }
    return false;
  };
  return place(0) ? placed : null;
}

function candidates(line: ArrowLine, sizes: readonly LabelSize[]): (PlacedLabel & { on: boolean })[] {
  const length = lengthOf(line);
  const unit = { x: (line.end.x - line.start.x) / length, y: (line.end.y - line.start.y) / length };
  // Of the two sides of a line, above comes before below and right before left.
  const side =
    unit.x > 0.01 || (Math.abs(unit.x) <= 0.01 && unit.y < 0)
      ? { x: unit.y, y: -unit.x }
      : { x: -unit.y, y: unit.x };
  return sizes.flatMap(({ width, height }, choice) => {
    const reach = (Math.abs(side.x) * width + Math.abs(side.y) * height) / 2 + MARGIN;
    const span = Math.abs(unit.x) * width + Math.abs(unit.y) * height;
    return STATIONS.flatMap((t) => {
      const at = along(line, t);
      const boxAt = (offset: number): Rect =>
        rect(at.x + side.x * offset - width / 2, at.y + side.y * offset - height / 2, width, height);
      const beside = [reach, -reach].map((offset) => ({ choice, box: boxAt(offset), on: false }));
      const interrupts = Math.min(t, 1 - t) * length - span / 2 >= STUB;
      return interrupts ? [...beside, { choice, box: boxAt(0), on: true }] : beside;
    });
  });
}
