/** A request from when it was accepted, over when a worker began with it, to its end. */
export interface Wait {
  organizationId: string;
  createdAt: Date;
  startedAt: Date | null;
  completedAt: Date | null;
}

/**
 * Jain's fairness index of some shares: 1 when all are equal, 1/n when one has everything; NaN of nothing.
 * Source: Jain, Chiu & Hawe, "A Quantitative Measure of Fairness and Discrimination", DEC TR-301, 1984.
 */
export function jainOf(shares: readonly number[]): number {
  const sum = shares.reduce((total, share) => total + share, 0);
  return sum ** 2 / (shares.length * shares.reduce((total, share) => total + share ** 2, 0));
}

/**
 * How many requests of each of the organizations were begun while all of them were waiting: from when the last one had
 * come until the first one had nothing left to begin. What ran already when the last one came was taken from nobody.
 */
export function sharesOf(waits: readonly Wait[], organizations: readonly string[]): number[] {
  const own = organizations.map((id) => waits.filter(({ organizationId }) => organizationId === id));
  const startOf = ({ startedAt }: Wait) => startedAt?.getTime() ?? Infinity;
  const from = Math.max(...own.map((list) => Math.min(...list.map(({ createdAt }) => createdAt.getTime()))));
  const to = Math.min(...own.map((list) => Math.max(...list.map(startOf))));
  return own.map((list) => list.map(startOf).filter((start) => start > from && start <= to).length);
}

/** Mean time from acceptance to the end, in ms; NaN when one has not ended. */
export function meanWaitMs(waits: readonly Wait[]): number {
  const sum = waits.reduce(
    (total, { createdAt, completedAt }) => total + ((completedAt?.getTime() ?? NaN) - createdAt.getTime()),
    0,
  );
  return sum / waits.length;
}
