import type { Heartbeat } from './heartbeat.ts';

/** The tasks that this process works on, so that news about a request reaches them at once. */
export interface RunningTasks {
  /** Adds a task while it runs; the returned function takes it out. */
  add(requestId: string, heartbeat: Heartbeat): () => void;
  /** Something happened to the request: its tasks look whether they may go on. */
  check(requestId: string): void;
}

export function createRunningTasks(): RunningTasks {
  const running = new Map<string, Set<Heartbeat>>();
  return {
    add(requestId, heartbeat) {
      const tasks = running.get(requestId) ?? new Set();
      running.set(requestId, tasks.add(heartbeat));
      return () => {
        tasks.delete(heartbeat);
        if (tasks.size === 0) running.delete(requestId);
      };
    },
    check(requestId) {
      for (const heartbeat of running.get(requestId) ?? []) heartbeat.check();
    },
  };
}
