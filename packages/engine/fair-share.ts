import type { UserTier } from '@vividly/db/enums';

/** Tasks that an organization may send in one turn, by its best tier among those that wait. */
export const tierWeight: Readonly<Record<UserTier, number>> = { free: 1, pro: 2, enterprise: 4 };

/** An organization that waits for a stage, with its place in the round. */
export interface Flow {
  organizationId: string;
  weight: number;
  /** Tasks that are due. */
  waiting: number;
  /** Tasks that it may still send in the turn it is in. */
  deficit: number;
  /** Place in the round, lowest first; null for one that has just come and goes to the end. */
  turn: bigint | null;
}

/** Who sends next, and the round as it stands after that. */
export interface Share {
  /** Organizations in the order in which they send one task each. */
  order: string[];
  /** Those that still wait. */
  round: { organizationId: string; deficit: number; turn: bigint }[];
}

/**
 * Deficit round robin: whose tasks take the `room` places that are free. Organizations take turns; a turn is worth as
 * many tasks as the organization's weight, and one that is cut short by the end of the room goes on where it stopped.
 * So with n organizations waiting nobody sends more than its weight before everybody else has had a turn, however much
 * it has waiting. Pure.
 * Source: Shreedhar & Varghese, "Efficient Fair Queuing Using Deficit Round-Robin", SIGCOMM 1995.
 */
export function shareOut(flows: readonly Flow[], room: number): Share {
  const last = flows.reduce((max, { turn }) => (turn !== null && turn > max ? turn : max), 0n);
  let next = last + 1n;
  const round = flows
    .map((flow) => ({ ...flow, turn: flow.turn ?? next++ }))
    .sort((a, b) => (a.turn < b.turn ? -1 : a.turn > b.turn ? 1 : 0));
  const order: string[] = [];
  while (order.length < room) {
    const flow = round.shift();
    if (flow === undefined) break;
    // A turn that was cut short has deficit left and gets no second helping.
    if (flow.deficit < 1) flow.deficit += flow.weight;
    while (flow.deficit >= 1 && flow.waiting > 0 && order.length < room) {
      order.push(flow.organizationId);
      flow.deficit -= 1;
      flow.waiting -= 1;
    }
    if (flow.waiting === 0) continue;
    if (flow.deficit >= 1) round.unshift(flow);
    else round.push({ ...flow, turn: next++ });
  }
  return {
    order,
    round: round.map(({ organizationId, deficit, turn }) => ({ organizationId, deficit, turn })),
  };
}
