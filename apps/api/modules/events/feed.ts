import { setTimeout as delay } from 'node:timers/promises';
import { Client, type PoolConfig } from 'pg';

/** Tells streams that something may have happened to their request; a hint that spares a poll. */
export interface EventFeed {
  /** Calls `wake` for every new event of the request, and once after each time the feed was deaf. Returns the way out. */
  subscribe(requestId: string, wake: () => void): () => void;
  close(): Promise<void>;
}

export interface EventFeedOptions {
  /** For LISTEN: one connection, shared by every stream of this process. */
  connection: PoolConfig;
  /** Pause before a lost connection is opened again, in ms. */
  reconnectMs: number;
  onError: (error: unknown) => void;
}

/** Listens on the channel that the trigger of `request_events` notifies, with the request's id as payload. */
export function startEventFeed({ connection, reconnectMs, onError }: EventFeedOptions): EventFeed {
  const sleepers = new Map<string, Set<() => void>>();
  const closing = new AbortController();

  const wakeAll = () => {
    for (const wakes of sleepers.values()) for (const wake of wakes) wake();
  };

  /** Listens until the connection is lost or the feed is closed. */
  const listen = async () => {
    const client = new Client({ ...connection, keepAlive: true });
    const lost = new Promise<void>((resolve) => {
      client.on('error', (error) => {
        onError(error);
        resolve();
      });
      client.on('end', resolve);
    });
    const stop = () => {
      // Ends the connection even while it is being opened; `lost` resolves in either case.
      void client.end();
    };
    client.on('notification', ({ payload }) => {
      for (const wake of sleepers.get(payload ?? '') ?? []) wake();
    });
    closing.signal.addEventListener('abort', stop, { once: true });
    try {
      await client.connect();
      await client.query('LISTEN vividly_events');
      wakeAll();
      await lost;
    } finally {
      closing.signal.removeEventListener('abort', stop);
      await client.end();
    }
  };

  const listening = (async () => {
    while (!closing.signal.aborted) {
      await listen().catch((error: unknown) => {
        if (!closing.signal.aborted) onError(error);
      });
      await delay(reconnectMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  })();

  return {
    subscribe(requestId, wake) {
      const wakes = sleepers.get(requestId) ?? new Set();
      sleepers.set(requestId, wakes.add(wake));
      return () => {
        wakes.delete(wake);
        if (wakes.size === 0) sleepers.delete(requestId);
      };
    },
    async close() {
      closing.abort();
      await listening;
    },
  };
}
