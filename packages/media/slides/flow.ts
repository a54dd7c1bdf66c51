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
  /** Columns to try, best first: so many in every row, or those of each row, from the top. */
  columns: readonly (number | readonly number[])[];
  gap: number;
}

/** Rows may grow to this share of what they need, gaps to this share of `gap`, where there is room. */
const ROW_GROWTH = 1.3;
const GAP_GROWTH = 1.8;

/** Numbers of columns, at most `most`, that leave no gap in the last row; falling. */
export function evenColumns(count: number, most: number): number[] {
  return Array.from({ length: most }, (_, index) => most - index).filter((columns) => count % columns === 0);
}

/** All tiles on one page, in rows, at the largest size that fits; null when none does. */
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
  columns: number | readonly number[],
): Placement[] | null {
  const { area, gap } = request;
  const cells = cellsOf(tiles.length, columns).map(({ row, column, columns: inRow }) => {
    const width = (area.width - (inRow - 1) * gap) / inRow;
    return { row, width, x: area.x + column * (width + gap) };
  });
  const plans: TilePlan[] = [];
  const rowHeights: number[] = [];
  for (const [index, { row, width }] of cells.entries()) {
    const plan = tiles[index]?.plan(width, size) ?? null;
    if (plan === null) return null;
    plans.push(plan);
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
  return cells.map(({ row, width, x }, index) => ({
    tile: tiles[index] as Tile,
    plan: plans[index] as TilePlan,
    box: rect(x, tops[row] ?? 0, width, (heights[row] ?? 0) * growth),
  }));
}

/** Where each of `count` tiles goes, row by row. */
function cellsOf(
  count: number,
  columns: number | readonly number[],
): { row: number; column: number; columns: number }[] {
  const rows =
    typeof columns === 'number' ? Array.from({ length: Math.ceil(count / columns) }, () => columns) : columns;
  return rows
    .flatMap((inRow, row) => Array.from({ length: inRow }, (_, column) => ({ row, column, columns: inRow })))
    .slice(0, count);
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
