import { Client, type PoolConfig } from 'pg';

/** What the database tells those who listen. */
export type Channel = 'vividly_outbox' | 'vividly_cancelled';

/** A connection of this process's own: it hears notifications, and locks that it holds are gone when it is. */
export interface Session {
  /**
   * Runs `work` if no other process does the same now; `busy` when one does. Throws when the database cannot be
   * reached, and what `work` throws. The lock ends with the work or with the connection, which the others end when its
   * process has stood still for `silentMs`: so for a moment two may do the same work, which must bear that.
   */
  exclusively<T>(lock: bigint, work: () => Promise<T>): Promise<T | 'busy'>;
  /** Opens the connection unless it is open. */
  connect(): Promise<void>;
  close(): Promise<void>;
}

/** Ends the connection that holds the lock ($1) and has not been used for $2 ms. */
const endSilentHolder = `
  SELECT pg_terminate_backend(a.pid) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
  WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
    AND l.classid::bigint = $1::bigint >> 32 AND l.objid::bigint = $1::bigint & 4294967295
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND a.state = 'idle' AND a.state_change < now() - $2 * interval '1 millisecond'`;

/**
 * A session over its own connection, which is opened when it is first needed and again after it broke. `hear` gets
 * notifications from then on; one that comes while the connection is down is lost, so nobody may depend on them.
 * A process that lives uses its session every second, whatever else it does; one that was stopped does not, and would
 * keep its locks for ever: after `silentMs` the others end its connection.
 */
export function openSession(
  connection: PoolConfig,
  hear: Readonly<Record<Channel, (payload: string) => void>>,
  silentMs = 10_000,
): Session {
  let opening: Promise<Client> | null = null;

  const open = async (broken: () => void): Promise<Client> => {
    // Without the pool's statement timeout: the connection waits for notifications.
    const client = new Client({ ...connection, statement_timeout: undefined });
    client.on('error', broken);
    client.on('end', broken);
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel in hear) hear[channel as Channel](payload);
    });
    try {
      await client.connect();
      for (const channel of Object.keys(hear)) await client.query(`LISTEN ${channel}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    return client;
  };

  const current = async (): Promise<Client> => {
    if (opening !== null) return opening;
    // A broken connection says so twice, and its last word may come when the next one is open: that one stays.
    const forget = () => {
      if (opening === attempt) opening = null;
    };
    const attempt = open(forget).catch((error: unknown) => {
      forget();
      throw error;
    });
    opening = attempt;
    return attempt;
  };

  return {
    async connect() {
      await current();
    },
    async exclusively(lock, work) {
      const client = await current();
      const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
        lock,
      ]);
      if (rows[0]?.taken !== true) {
        await client.query(endSilentHolder, [lock, silentMs]);
        return 'busy';
      }
      try {
        return await work();
      } finally {
        // A connection that broke has given the lock back already.
        await client.query('SELECT pg_advisory_unlock($1)', [lock]).catch(() => undefined);
      }
    },
    async close() {
      const client = await opening?.catch(() => null);
      await client?.end();
    },
  };
}
