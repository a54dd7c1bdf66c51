import { CLEARANCE, HEAD, type Arrow } from './arrows.ts';

/** A place, or a size, in px along and across the direction in which a diagram reads. */
export interface Spot {
  along: number;
  across: number;
}

/** The share of a node's side over which the ends of its arrows are spread. */
const PORTS_SHARE = 0.8;
/** Straight pieces that a bend is drawn with. */
const PIECES = 12;

/**
 * Where each arrow leaves its node and reaches the other, as middles of the nodes moved across: the arrows at one side
 * of a node stand apart, in the order of the bends that they come from.
 */
export function portsOf(
  arrows: readonly Arrow[],
  nodes: readonly Spot[],
  bends: readonly (readonly Spot[])[],
  size: Spot,
): [Spot, Spot][] {
  const ports = arrows.map(({ from, to }): [Spot, Spot] => [
    { ...(nodes[from] as Spot) },
    { ...(nodes[to] as Spot) },
  ]);
  for (const [node, middle] of nodes.entries()) {
    const ends = arrows.flatMap(({ from, to }, index) => {
      const [first, last] = [bends[index]?.[0], bends[index]?.at(-1)];
      if (from === to || first === undefined || last === undefined) return [];
      return [
        ...(from === node ? [{ port: ports[index]?.[0] as Spot, next: first }] : []),
        ...(to === node ? [{ port: ports[index]?.[1] as Spot, next: last }] : []),
      ];
    });
    for (const ahead of [true, false]) {
      const side = ends
        .filter(({ next }) => next.along > middle.along === ahead)
        .sort((a, b) => a.next.across - b.next.across);
      side.forEach(({ port }, index) => {
        port.across += PORTS_SHARE * size.across * ((index + 1) / (side.length + 1) - 0.5);
      });
    }
  }
  return ports;
}

/**
 * From one node through its bends to the other: straight through every rank, in a curve between two.
 * @param depthAt half the depth of the rank at a spot, px
 * @param half half the depth of a node, px
 */
export function routeThrough(
  [from, to]: readonly [Spot, Spot],
  bends: readonly Spot[],
  depthAt: (spot: Spot) => number,
  half: number,
): Spot[] {
  const forward = to.along > from.along ? 1 : -1;
  const route: Spot[] = [{ along: from.along + forward * (half + CLEARANCE), across: from.across }];
  let leave = {
    along: from.along + forward * Math.max(half + CLEARANCE, depthAt(from)),
    across: from.across,
  };
  for (const bend of bends) {
    const depth = forward * depthAt(bend);
    route.push(...curve(leave, { along: bend.along - depth, across: bend.across }));
    leave = { along: bend.along + depth, across: bend.across };
  }
  const head = half + CLEARANCE + HEAD.length;
  route.push(
    ...curve(leave, { along: to.along - forward * Math.max(head, depthAt(to)), across: to.across }),
    { along: to.along - forward * (half + CLEARANCE), across: to.across },
  );
  return route;
}

/** From `start` to `end` and along at both: the points after `start`. */
function curve(start: Spot, end: Spot): Spot[] {
  const even = Math.abs(end.across - start.across) < 1;
  const middle = (start.along + end.along) / 2;
  return even
    ? [start, end]
    : cubic(start, { along: middle, across: start.across }, { along: middle, across: end.across }, end);
}

/** A node's arrow to itself, out of its side and back. @param foot how far across it reaches */
export function loopRoute(node: Spot, size: Spot, foot: number, width: number): Spot[] {
  const edge = node.across + size.across / 2 + CLEARANCE;
  const reach = edge + ((foot - edge) * 4) / 3;
  const at = (along: number, across: number): Spot => ({ along: node.along + along, across });
  return [
    at(-width / 2, edge),
    ...cubic(
      at(-width / 2, edge),
      at(-0.7 * width, reach),
      at(0.7 * width, reach - HEAD.length / 3),
      at(width / 2, edge + HEAD.length),
    ),
    at(width / 2, edge),
  ];
}

/** Points of a cubic Bézier curve, both ends included. */
function cubic(a: Spot, b: Spot, c: Spot, d: Spot): Spot[] {
  return Array.from({ length: PIECES + 1 }, (_, index) => {
    const t = index / PIECES;
    const s = 1 - t;
    const mix = (key: keyof Spot): number =>
      s ** 3 * a[key] + 3 * s * s * t * b[key] + 3 * s * t * t * c[key] + t ** 3 * d[key];
    return { along: mix('along'), across: mix('across') };
  });
}
