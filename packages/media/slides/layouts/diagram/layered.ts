import dagre from '@dagrejs/dagre';
import { rect, union, type Point, type Rect } from '../../geometry.ts';
import { HEAD, type Arrow, type Route } from './arrows.ts';
import type { LabelSize } from './labels.ts';
import { loopRoute, portsOf, routeThrough, type Spot } from './routes.ts';

/** Which way a diagram reads. */
export type Reading = 'right' | 'down';

/** What is used of dagre: its own declarations do not resolve by Node's rules for modules. */
interface Graph {
  setGraph(settings: { rankdir: 'TB'; nodesep: number; edgesep: number; ranksep: number }): void;
  setNode(id: string, size: LabelSize): void;
  setEdge(from: string, to: string, label: LabelSize & { labelpos: 'c' }, name: string): void;
  node(id: string): Point;
  /** A label of no size has no place. */
  edge(key: { v: string; w: string; name: string }): Partial<Point> & { points: readonly Point[] };
}
const { graphlib, layout } = dagre as {
  graphlib: { Graph: new (options: { multigraph: boolean }) => Graph };
  layout: (graph: Graph) => void;
};

export interface LayeredRequest {
  reading: Reading;
  count: number;
  /** All nodes are of one size. */
  node: LabelSize;
  arrows: readonly Arrow[];
  /** Sizes of what is written at the arrows; null where nothing is. */
  labels: readonly (LabelSize | null)[];
  /** Least distance between neighbours, px. */
  gap: number;
  /** Distance between a rank of nodes and the next of labels, px. */
  rankGap: number;
  area: Rect;
}

/** A diagram laid out, inside the area asked for. */
export interface Layered {
  boxes: readonly Rect[];
  routes: readonly Route[];
  labels: readonly (Rect | null)[];
}

/** Room between a rank of nodes and one of labels, px, best first: the head of an arrow, and a bend before it. */
export const RANK_GAPS = [HEAD.length + 50, HEAD.length + 24] as const;
/** How far an arrow from a node to itself stands out, how wide it is, and its distance from its label, px. */
const LOOP = { depth: 70, width: 84, room: 110, margin: 12 };
/** Drawings are spread up to this multiple of their size where there is room. */
const MOST_SPREAD = 1.6;

/**
 * Nodes in ranks, one after the other as the diagram reads, with arrows led around them. Ranks, order and places are
 * dagre's; a label is a node to it, in the middle of its arrow, so that it touches nothing. Null when the drawing does
 * not fit the area.
 */
export function layered(request: LayeredRequest): Layered | null {
  const { area, reading } = request;
  if (surelyTooLarge(request)) return null;
  const plan = planned(request);
  const tight = drawn(plan, request, { along: 1, across: 1 });
  const { width, height } = boundsOf(tight);
  if (width > area.width || height > area.height) return null;
  const across = plan.nodes.map((spot) => spot.across);
  const along = plan.nodes.map((spot) => spot.along);
  const spread = (spots: readonly number[], size: number, room: number): number =>
    Math.min(MOST_SPREAD, 1 + (room - size) / Math.max(1, Math.max(...spots) - Math.min(...spots)));
  const [x, y] = reading === 'right' ? [along, across] : [across, along];
  const [wide, high] = [spread(x, width, area.width), spread(y, height, area.height)];
  const roomy = drawn(
    plan,
    request,
    reading === 'right' ? { along: wide, across: high } : { along: high, across: wide },
  );
  const bounds = boundsOf(roomy);
  const fits = bounds.width <= area.width && bounds.height <= area.height;
  return moved(fits ? roomy : tight, area);
}

/** Middles of nodes, of labels and of the bends of arrows, in px along and across the direction of reading. */
interface Plan {
  nodes: readonly Spot[];
  labels: readonly Spot[];
  bends: readonly (readonly Spot[])[];
}

function planned({ reading, count, node, arrows, labels, gap, rankGap }: LayeredRequest): Plan {
  const graph = new graphlib.Graph({ multigraph: true });
  // Always from the top down: a diagram that reads to the right is turned afterwards.
  // Each arrow spans two ranks, with its label in the rank between; dagre halves their distance for that.
  graph.setGraph({ rankdir: 'TB', nodesep: 2 * gap, edgesep: gap, ranksep: 2 * rankGap });
  const sized = ({ along, across }: Spot): { width: number; height: number } => ({
    width: across,
    height: along,
  });
  for (let index = 0; index < count; index += 1) graph.setNode(String(index), sized(turned(node, reading)));
  arrows.forEach((arrow, index) => {
    const size = labelRoom(arrow, labels[index] ?? null, reading);
    graph.setEdge(String(arrow.from), String(arrow.to), { ...sized(size), labelpos: 'c' }, String(index));
  });
  layout(graph);
  const spot = ({ x = 0, y = 0 }: Partial<Point>): Spot => ({ along: y, across: x });
  const edges = arrows.map(({ from, to }, index) =>
    graph.edge({ v: String(from), w: String(to), name: String(index) }),
  );
  return {
    nodes: Array.from({ length: count }, (_, index) => spot(graph.node(String(index)))),
    labels: edges.map(spot),
    // Without its ends, which are at the edges of nodes.
    bends: edges.map(({ points }) => points.slice(1, -1).map(spot)),
  };
}

function turned({ width, height }: LabelSize, reading: Reading): Spot {
  return reading === 'right' ? { along: width, across: height } : { along: height, across: width };
}

/** What an arrow's label takes in its rank; beside a loop it stands further out. */
function labelRoom({ from, to }: Arrow, label: LabelSize | null, reading: Reading): Spot {
  const size = label === null ? { along: 0, across: 0 } : turned(label, reading);
  if (from !== to) return size;
  return {
    along: Math.max(size.along, LOOP.room),
    across: LOOP.depth + (label === null ? 0 : LOOP.margin + size.across),
  };
}

/** The drawing with its middles `spread` times as far apart. */
function drawn(
  plan: Plan,
  { reading, node, arrows, labels }: LayeredRequest,
  spread: { along: number; across: number },
): Layered {
  const apart = (spot: Spot): Spot => ({
    along: spot.along * spread.along,
    across: spot.across * spread.across,
  });
  const point = ({ along, across }: Spot): Point =>
    reading === 'right' ? { x: along, y: across } : { x: across, y: along };
  const boxAt = (spot: Spot, { width, height }: LabelSize): Rect => {
    const { x, y } = point(spot);
    return rect(x - width / 2, y - height / 2, width, height);
  };
  const nodes = plan.nodes.map(apart);
  const bends = plan.bends.map((spots) => spots.map(apart));
  const middles = plan.labels.map(apart);
  const size = turned(node, reading);
  const rooms = arrows.map((arrow, index) => labelRoom(arrow, labels[index] ?? null, reading));
  // Half the depth of each rank: arrows bend only between ranks, and so around everything in them.
  const depths = new Map<number, number>();
  const deepen = (spot: Spot, half: number): void => {
    const rank = Math.round(spot.along);
    depths.set(rank, Math.max(depths.get(rank) ?? 0, half));
  };
  nodes.forEach((spot) => {
    deepen(spot, size.along / 2);
  });
  middles.forEach((spot, index) => {
    deepen(spot, (rooms[index]?.along ?? 0) / 2);
  });
  const depthAt = (spot: Spot): number => depths.get(Math.round(spot.along)) ?? 0;
  const ports = portsOf(arrows, nodes, bends, size);
  const loopFoot = (index: number): number =>
    (middles[index]?.across ?? 0) - (rooms[index]?.across ?? 0) / 2 + LOOP.depth;
  return {
    boxes: nodes.map((spot) => boxAt(spot, node)),
    routes: arrows.map(({ from, to }, index) => {
      const path =
        from === to
          ? loopRoute(nodes[from] as Spot, size, loopFoot(index), LOOP.width)
          : routeThrough(ports[index] as [Spot, Spot], bends[index] ?? [], depthAt, size.along / 2);
      return path.map(point);
    }),
    labels: arrows.map(({ from, to }, index) => {
      const label = labels[index] ?? null;
      const middle = middles[index];
      if (label === null || middle === undefined) return null;
      const across = loopFoot(index) + LOOP.margin + turned(label, reading).across / 2;
      return boxAt(from === to ? { ...middle, along: (nodes[from] as Spot).along, across } : middle, label);
    }),
  };
}

/** Everything drawn, with the heads of arrows. */
function boundsOf({ boxes, routes, labels }: Layered): Rect {
  const heads = routes
    .flat()
    .map(({ x, y }) => rect(x - HEAD.half, y - HEAD.half, 2 * HEAD.half, 2 * HEAD.half));
  return [...boxes, ...heads, ...labels.filter((label) => label !== null)].reduce(union);
}

/** The drawing in the middle of `area`. */
function moved(drawing: Layered, area: Rect): Layered {
  const bounds = boundsOf(drawing);
  const dx = area.x + (area.width - bounds.width) / 2 - bounds.x;
  const dy = area.y + (area.height - bounds.height) / 2 - bounds.y;
  const move = <P extends Point>(place: P): P => ({ ...place, x: place.x + dx, y: place.y + dy });
  return {
    boxes: drawing.boxes.map(move),
    routes: drawing.routes.map((route) => route.map(move)),
    labels: drawing.labels.map((label) => label && move(label)),
  };
}

/** The ranks of a diagram: which nodes and which labels stand side by side. They do not depend on any size. */
type Ranks = readonly { nodes: number; labels: readonly number[] }[];

/** Ranks already found: a layout is asked for the same diagram at many sizes. Emptied when there are many. */
const known = new Map<string, Ranks>();
const MOST_KNOWN = 50;

function ranksOf(count: number, arrows: readonly Arrow[]): Ranks {
  const key = `${count} ${arrows.map(({ from, to }) => `${from}-${to}`).join(' ')}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= MOST_KNOWN) known.clear();
  // dagre says nothing about labels that have no size.
  const point = { width: 1, height: 1 };
  const { nodes, labels } = planned({
    ...{ reading: 'down', count, node: point, arrows, labels: arrows.map(() => point) },
    ...{ gap: 1, rankGap: 1000, area: rect(0, 0, 0, 0) },
  });
  const rankAt = ({ along }: Spot): number => Math.round(along / 1000);
  const ranks = Array.from({ length: Math.max(...nodes.map(rankAt)) + 1 }, (_, rank) => ({
    nodes: nodes.filter((spot) => rankAt(spot) === rank).length,
    labels: labels.flatMap((spot, index) => (rankAt(spot) === rank ? [index] : [])),
  }));
  known.set(key, ranks);
  return ranks;
}

/** Whether the ranks alone need more than the area: most sizes are ruled out by that, for a hundredth of the work. */
function surelyTooLarge({
  reading,
  count,
  node,
  arrows,
  labels,
  gap,
  rankGap,
  area,
}: LayeredRequest): boolean {
  const ranks = ranksOf(count, arrows);
  const size = turned(node, reading);
  const room = turned(area, reading);
  const rooms = arrows.map((arrow, index) => labelRoom(arrow, labels[index] ?? null, reading));
  const along = ranks.map((rank) =>
    Math.max(rank.nodes > 0 ? size.along : 0, ...rank.labels.map((index) => rooms[index]?.along ?? 0)),
  );
  const across = ranks.map((rank) =>
    rank.labels.reduce(
      (sum, index) => sum + (rooms[index]?.across ?? 0) + gap,
      rank.nodes * (size.across + gap) - gap,
    ),
  );
  const sum = along.reduce((total, each) => total + each, (ranks.length - 1) * rankGap);
  return sum > room.along || Math.max(...across) > room.across;
}
