import type { ChaosWorker, Crew } from './crew.ts';

/** What starts workers again that die, as an init system or an orchestrator does. */
export interface Supervisor {
  /** The ends of workers so far, in words. */
  deaths: readonly string[];
  /** Starts no further ones, and waits for those that are being started. */
  stop(): Promise<void>;
}

/** Starts a worker for each that ends; until `stop` every end is wanted. */
export function superviseCrew(crew: Crew): Supervisor {
  const deaths: string[] = [];
  const watched = new Set<ChaosWorker>();
  const starting: Promise<void>[] = [];
  let stopped = false;
  const watch = (worker: ChaosWorker) => {
    watched.add(worker);
    worker.mayEnd(true);
    void worker.ended.then((reason) => {
      if (stopped) return;
      deaths.push(reason);
      starting.push(crew.start().then(watch));
    });
  };
  crew.workers().forEach(watch);
  return {
    deaths,
    async stop() {
      stopped = true;
      await Promise.all(starting);
      for (const worker of watched) worker.mayEnd(false);
    },
  };
}
