import { Client, DatabaseError, type PoolConfig } from 'pg';

/** A session in which schemas can be created freely: everything in it is gone afterwards. */
export type ScratchUse<T> = (client: Client) => Promise<T>;

const insufficientPrivilege = '42501';

/**
 * Lends a place on the same server for building the catalogue that a database should have. It is a database of its
 * own, dropped afterwards; a user who may not create one gets a transaction in the verified database that is rolled
 * back (there a migration cannot use an enum member that another one has added, nor build an index concurrently).
 * Call it under a lock of the verified database: the name of the scratch database derives from that one's id.
 */
export async function withScratch<T>(admin: Client, pool: PoolConfig, use: ScratchUse<T>): Promise<T> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT 'vividly_verify_' || oid AS name FROM pg_database WHERE datname = current_database()`,
  );
  const name = rows[0]?.name ?? '';
  try {
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  } catch (error) {
    if (error instanceof DatabaseError && error.code === insufficientPrivilege)
      return inTransaction(pool, use);
    throw error;
  }
  try {
    return await inDatabase({ ...pool, database: name }, use);
  } finally {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  }
}

async function inDatabase<T>(pool: PoolConfig, use: ScratchUse<T>): Promise<T> {
  const client = new Client(pool);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

async function inTransaction<T>(pool: PoolConfig, use: ScratchUse<T>): Promise<T> {
  return inDatabase(pool, async (client) => {
    await client.query('BEGIN');
    try {
      return await use(client);
    } finally {
      await client.query('ROLLBACK');
    }
  });
}
