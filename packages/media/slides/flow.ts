import { rect, type Rect } from './geometry.ts';
import type { Shape } from './shapes.ts';
import { START, type Entrance, type Layer, type Trigger } from './slide.ts';

/** A box of content whose height follows from its width and the size of its type. */
export interface Tile {
  id: string;
  trigger: Trigger;
  entrance: Entrance;
  /** How it would be drawn at that width; null when it cannot be. */
  plan(width: number, size: number): TilePlan | null;
  /** Drawn from the start where the tile will appear. */
  ghost(box: Rect): Shape[];
}

export interface TilePlan {
  /** Least height, px. */
  height: number;
  /** Shapes for a box of the planned width and at least that height. */
  draw(box: Rect): Shape[];
  /** A part that appears over the tile later. */
  later?(box: Rect): Layer;
}

/** Where a tile went. */
export interface Placement {
  tile: Tile;
  plan: TilePlan;
  box: Rect;
}

export interface FlowRequest {
  area: Rect;
  /** Sizes of type to try, falling. */
  sizes: readonly number[];
  /** Numbers of columns to try, best first. */
  columns: readonly number[];
  gap: number;
}

/** Rows may grow to this share of what they need, gaps to this share of `gap`, where there is room. */
const ROW_GROWTH = 1.3;
const GAP_GROWTH = 1.8;

/** Numbers of columns, at most `most`, that leave no gap in the last row; falling. */
export function evenColumns(count: number, most: number): number[] {
  return Array.from({ length: most }, (_, index) => most - index).filter((columns) => count % columns === 0);
}

/** All tiles on one page in rows of equal columns, at the largest size that fits; null when none does. */
export function flow(tiles: readonly Tile[], request: FlowRequest): Placement[] | null {
  for (const size of request.sizes) {
    for (const columns of request.columns) {
      const placed = grid(tiles, request, size, columns);
      if (placed) return placed;
    }
  }
  return null;
}

function grid(
  tiles: readonly Tile[],
  request: FlowRequest,
  size: number,
  columns: number,
): Placement[] | null {
  const { area, gap } = request;
  const width = (area.width - (columns - 1) * gap) / columns;
  const plans: TilePlan[] = [];
  const rowHeights: number[] = [];
  for (const [index, tile] of tiles.entries()) {
    const plan = tile.plan(width, size);
    if (plan === null) return null;
    plans.push(plan);
    const row = Math.floor(index / columns);
    rowHeights[row] = Math.max(rowHeights[row] ?? 0, plan.height);
  }
  const gaps = rowHeights.length - 1;
  const needed = sum(rowHeights) + gaps * gap;
  if (needed > area.height) return null;

  const tallest = Math.max(...rowHeights);
  const even = tallest * rowHeights.length + gaps * gap <= area.height;
  const heights = even ? rowHeights.map(() => tallest) : rowHeights;
  const growth = Math.min(ROW_GROWTH, (area.height - gaps * gap) / sum(heights));
  const spare = area.height - sum(heights) * growth - gaps * gap;
  const rowGap = gaps === 0 ? gap : gap + Math.min((GAP_GROWTH - 1) * gap, spare / gaps);
  let y = area.y + (area.height - sum(heights) * growth - gaps * rowGap) / 2;
  const tops = heights.map((height) => {
    const top = y;
    y += height * growth + rowGap;
    return top;
  });
  return plans.map((plan, index) => {
    const row = Math.floor(index / columns);
    const x = area.x + (index % columns) * (width + gap);
    return {
      tile: tiles[index] as Tile,
      plan,
      box: rect(x, tops[row] ?? 0, width, (heights[row] ?? 0) * growth),
    };
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** The layers of placed tiles: all ghosts first, so that no ghost lies over a tile. */
export function layersOf(placements: readonly Placement[]): Layer[] {
  return [
    ...placements.filter(({ tile }) => tile.trigger.at !== 'start').map(ghostLayer),
    ...placements.flatMap(tileLayers),
  ];
}

function ghostLayer({ tile, box }: Placement): Layer {
  return { id: `${tile.id}-ghost`, trigger: START, entrance: 'fade', shapes: tile.ghost(box) };
}

function tileLayers({ tile, plan, box }: Placement): Layer[] {
  const layer: Layer = {
    id: tile.id,
    trigger: tile.trigger,
    entrance: tile.entrance,
    shapes: plan.draw(box),
  };
  return plan.later === undefined ? [layer] : [layer, plan.later(box)];
}
