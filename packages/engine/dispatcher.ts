import type { Database } from '@vividly/db';
import { dispatchDue, passSize } from './dispatch.ts';
import type { Queues } from './queues.ts';
import type { Session } from './session.ts';

/** Key of the advisory lock under which one process at a time fills Redis. */
const dispatchLock = 7_266_843_362n;

/** While another process fills Redis this one looks again after so long, in ms: what it was woken for may have come later. */
const busyMs = 100;

export interface DispatcherOptions {
  db: Database;
  queues: Queues;
  session: Session;
  /** Of the installation's keys in Redis. */
  prefix: string;
  /** The backlog is looked at this often even if nobody wakes the dispatcher. */
  pollMs: number;
  onError: (error: unknown) => void;
}

export interface Dispatcher {
  /** There may be something to do: a task is due, or a place is free. */
  wake(): void;
  close(): Promise<void>;
}

/** A loop that dispatches when it is woken and on a slow poll, until closed. */
export function startDispatcher({
  db,
  queues,
  session,
  prefix,
  pollMs,
  onError,
}: DispatcherOptions): Dispatcher {
  let closed = false;
  let woken = false;
  let wakeUp: () => void = () => undefined;

  const pause = async (ms: number) => {
    if (woken || closed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  };

  const isClosed = () => closed;
  const loop = (async () => {
    while (!isClosed()) {
      woken = false;
      let outcome: number | 'busy' = 0;
      try {
        outcome = await session.exclusively(dispatchLock, () => dispatchDue(db, queues, prefix));
      } catch (error) {
        if (!isClosed()) onError(error);
      }
      // A full pass leaves more to do.
      if (outcome !== passSize) await pause(outcome === 'busy' ? busyMs : pollMs);
    }
  })();

  const wake = () => {
    woken = true;
    wakeUp();
  };
  return {
    wake,
    async close() {
      closed = true;
      wakeUp();
      await loop;
    },
  };
}
