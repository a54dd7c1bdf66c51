import { Client, type PoolConfig } from 'pg';
import type { Database, PipelineStage } from '@vividly/db';
import type { Queues } from './queues.ts';

const batch = 200;

/**
 * Carries due deliveries from the outbox to Redis. Rows are locked while they are added and deleted after, so several
 * dispatchers share the work and a crash in between delivers twice rather than never (the claim makes the second
 * delivery a no-op). Returns how many were carried; throws when Redis or the database cannot be reached.
 */
export async function dispatchDue(db: Database, queues: Queues): Promise<number> {
  return db.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<
      { id: bigint; task_id: string; dispatch_no: number; stage: PipelineStage }[]
    >`
      SELECT id, task_id, dispatch_no, stage FROM outbox WHERE available_at <= now()
      ORDER BY id LIMIT ${batch} FOR UPDATE SKIP LOCKED`;
    if (rows.length === 0) return 0;
    await queues.add(
      rows.map((row) => ({ taskId: row.task_id, dispatchNo: row.dispatch_no, stage: row.stage })),
    );
    await tx.outbox.deleteMany({ where: { id: { in: rows.map((row) => row.id) } } });
    return rows.length;
  });
}

export interface DispatcherOptions {
  db: Database;
  queues: Queues;
  /** For LISTEN: a connection of its own. */
  connection: PoolConfig;
  /** The outbox is looked at this often even if no notification comes. */
  pollMs: number;
  onError: (error: unknown) => void;
}

/** A loop that dispatches on notification and on a slow poll, until closed. */
export function startDispatcher(options: DispatcherOptions): { close(): Promise<void> } {
  const { db, queues, connection, pollMs, onError } = options;
  const closing = new AbortController();
  const isClosed = () => closing.signal.aborted;
  let wake: () => void = () => undefined;
  let notified = false;
  const nudge = () => {
    notified = true;
    wake();
  };
  const listening: { client: Client | null } = { client: null };

  const listen = async () => {
    const client = new Client({ ...connection, statement_timeout: undefined });
    const forget = () => {
      if (listening.client === client) listening.client = null;
    };
    client.on('error', forget);
    client.on('end', forget);
    client.on('notification', nudge);
    await client.connect();
    await client.query('LISTEN vividly_outbox');
    listening.client = client;
  };

  const pause = async () => {
    if (notified || isClosed()) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pollMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  };

  const loop = (async () => {
    while (!isClosed()) {
      notified = false;
      try {
        if (listening.client === null) await listen();
        while ((await dispatchDue(db, queues)) === batch);
      } catch (error) {
        if (!isClosed()) onError(error);
      }
      await pause();
    }
  })();

  return {
    async close() {
      closing.abort();
      wake();
      await loop;
      await listening.client?.end();
    },
  };
}
