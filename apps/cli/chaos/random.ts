import { createHash } from 'node:crypto';
import { unsafeUniformIntDistribution, xoroshiro128plus } from 'pure-rand';

/** Choices that the same seed makes again. */
export interface Random {
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  /** One of the list. Throws `RangeError` when it is empty. */
  pick<T>(list: readonly T[]): T;
  /** The list in another order. */
  shuffled<T>(list: readonly T[]): T[];
}

/**
 * The generator of one place of a run, such as a fault's third trial: it does not depend on what was drawn elsewhere,
 * so a fault that runs alone makes the same choices as in company.
 */
export function createRandom(seed: number, ...place: readonly (string | number)[]): Random {
  const hash = createHash('sha256').update(JSON.stringify([seed, ...place]));
  const generator = xoroshiro128plus(hash.digest().readInt32BE(0));
  const whole = (from: number, to: number) => unsafeUniformIntDistribution(from, to, generator);
  return {
    whole,
    pick<T>(list: readonly T[]): T {
      if (list.length === 0) throw new RangeError('nothing to pick from');
      return list[whole(0, list.length - 1)] as T;
    },
    shuffled<T>(list: readonly T[]): T[] {
      const order = list.map((item) => ({ item, place: whole(0, 0x7fffffff) }));
      return order.sort((a, b) => a.place - b.place).map(({ item }) => item);
    },
  };
}
