import { Semaphore } from 'async-mutex';

/** How a task is run: beside the process's other tasks, or with none of them. */
export type Company = 'beside_others' | 'alone';

/** The places in which one process runs its tasks. */
export interface Places {
  /** Runs `work` once there is a place for it; first come, first served, so whoever wants to be alone gets its turn. */
  within<T>(company: Company, work: () => Promise<T>): Promise<T>;
}

/** `count`: tasks that the process runs at once. */
export function createPlaces(count: number): Places {
  const free = new Semaphore(count);
  return {
    within: async (company, work) => free.runExclusive(work, company === 'alone' ? count : 1),
  };
}
