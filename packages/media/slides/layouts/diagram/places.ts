import { segmentCrosses, segmentsCross, rect, type Point } from '../../geometry.ts';

/** Places for nodes in a unit square: 0 and 1 are the outermost places. */
export interface Template {
  columns: number;
  rows: number;
  places: readonly Point[];
}

interface Arrow {
  from: number;
  to: number;
}

/** Half the side of a node in the unit square when templates are compared. */
const NODE_HALF = 0.12;

/** What makes a drawing hard to read, in lengths of an arrow across the whole frame. */
const cost = { crossing: 3, throughNode: 20, backwards: 0.35, length: 1, outOfOrder: 0.1, shape: 0.7 };
/** Nodes are wider than high: so much wider than its columns and rows a template likes its room to be. */
const NODE_SHAPE = 1.3;

/** Templates for `count` nodes. */
function templatesFor(count: number): Template[] {
  const grid = (columns: number, rows: number): Template => {
    const places = Array.from({ length: count }, (_, index) => {
      const row = Math.floor(index / columns);
      const inRow = Math.min(columns, count - row * columns);
      const column = (index % columns) + (columns - inRow) / 2;
      return { x: columns === 1 ? 0.5 : column / (columns - 1), y: rows === 1 ? 0.5 : row / (rows - 1) };
    });
    return { columns, rows, places };
  };
  const ring = (turn: number): Template => ({
    columns: 3,
    rows: 3,
    places: Array.from({ length: count }, (_, index) => {
      const angle = (index / count + turn) * 2 * Math.PI;
      return { x: 0.5 + 0.5 * Math.cos(angle), y: 0.5 + 0.5 * Math.sin(angle) };
    }),
  });
  const hub: Template = {
    columns: 3,
    rows: 3,
    places: [
      { x: 0.5, y: 0.5 },
      { x: 0, y: 0 },
      { x: 1, y: 0 },
      { x: 0, y: 1 },
      { x: 1, y: 1 },
      { x: 0.5, y: 0 },
    ].slice(0, count),
  };
  const all: Template[] = [grid(count, 1), grid(1, count)];
  if (count >= 3) all.push(grid(2, Math.ceil(count / 2)), ring(-0.25));
  if (count === 3) all.push(ring(0.25));
  if (count >= 5) all.push(grid(3, 2), hub);
  if (count === 4) all.push(ring(0));
  return all;
}

/**
 * Ways to place `count` nodes, easiest to read first. In each, place `i` of `places` belongs to node `i`: the
 * assignment with the fewest crossings, the shortest arrows, and the reading order from left to right and from the
 * top down. Templates of about the shape of the room come first.
 * @param shape width of the room as a share of its height
 */
export function placesFor(count: number, arrows: readonly Arrow[], shape: number): Template[] {
  return templatesFor(count)
    .map((template) => {
      const costs = costsBetween(template.places);
      let best = { order: [] as number[], score: Infinity };
      for (const order of permutations(count)) {
        const score = scoreOf(order, arrows, costs);
        if (score < best.score) best = { order: [...order], score };
      }
      const places = best.order.map((place) => template.places[place] as Point);
      const misfit = Math.abs(Math.log(((template.columns / template.rows) * NODE_SHAPE) / shape));
      return { template: { ...template, places }, score: best.score + cost.shape * misfit };
    })
    .sort((a, b) => a.score - b.score)
    .map(({ template }) => template);
}

/** What arrows between places cost: worked out once, as there are few places and many ways to fill them. */
interface Costs {
  /** Of an arrow from place `a` to place `b`, at `a * count + b`. */
  arrow: Float64Array;
  /** Of two arrows: at the index of the one times `count²` plus the index of the other. */
  crossing: Float64Array;
}

function costsBetween(places: readonly Point[]): Costs {
  const count = places.length;
  const pairs = count * count;
  const ends = Array.from({ length: pairs }, (_, pair) => [Math.floor(pair / count), pair % count] as const);
  const at = (index: number): Point => places[index] as Point;
  const nodes = places.map(({ x, y }) => rect(x - NODE_HALF, y - NODE_HALF, 2 * NODE_HALF, 2 * NODE_HALF));
  const arrow = Float64Array.from(ends, ([a, b]) => {
    const [from, to] = [at(a), at(b)];
    const backwards = to.x < from.x - 0.01 || (Math.abs(to.x - from.x) < 0.01 && to.y < from.y);
    const through = nodes.filter(
      (node, index) => index !== a && index !== b && segmentCrosses(from, to, node),
    ).length;
    return (
      cost.length * Math.hypot(to.x - from.x, to.y - from.y) +
      (backwards ? cost.backwards : 0) +
      through * cost.throughNode
    );
  });
  const crossing = new Float64Array(pairs * pairs);
  ends.forEach(([a, b], one) =>
    ends.forEach(([c, d], other) => {
      const apart = a !== c && a !== d && b !== c && b !== d;
      if (apart && segmentsCross(at(a), at(b), at(c), at(d))) crossing[one * pairs + other] = cost.crossing;
    }),
  );
  return { arrow, crossing };
}

/** Runs for every permutation: plain loops, nothing allocated. */
function scoreOf(order: readonly number[], arrows: readonly Arrow[], costs: Costs): number {
  const count = order.length;
  const pairs = count * count;
  let score = 0;
  for (let index = 0; index < count; index += 1) if (order[index] !== index) score += cost.outOfOrder;
  for (let one = 0; one < arrows.length; one += 1) {
    const pair = pairOf(order, arrows[one] as Arrow);
    score += costs.arrow[pair] ?? 0;
    for (let other = one + 1; other < arrows.length; other += 1) {
      score += costs.crossing[pair * pairs + pairOf(order, arrows[other] as Arrow)] ?? 0;
    }
  }
  return score;
}

function pairOf(order: readonly number[], { from, to }: Arrow): number {
  return (order[from] ?? 0) * order.length + (order[to] ?? 0);
}

function* permutations(count: number): Generator<readonly number[]> {
  const order = Array.from({ length: count }, (_, index) => index);
  function* from(start: number): Generator<readonly number[]> {
    if (start === count) yield order;
    for (let other = start; other < count; other += 1) {
      swap(start, other);
      yield* from(start + 1);
      swap(start, other);
    }
  }
  const swap = (a: number, b: number): void => {
    [order[a], order[b]] = [order[b] as number, order[a] as number];
  };
  yield* from(0);
}
