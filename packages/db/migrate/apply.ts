import { Client } from 'pg';
import { poolConfig } from '../connection.ts';
import { noFilter, withSchemaEngine } from './schema-engine.ts';
import { migrationList, readSchema } from './source.ts';

/** Key of the advisory lock under which migrations are applied; any number, the same for every process. */
const migrationLock = 7_266_843_359;

/**
 * Applies the migrations that the database does not have yet and returns their names. Any number of processes may call
 * it at once: one applies, the others wait and find nothing to do. Throws the engine's error when a migration fails.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const pool = poolConfig(databaseUrl, { max: 2, applicationName: 'vividly-migrate' });
  // A migration may rightly take longer than a query of the running system.
  const unbounded = { ...pool, statement_timeout: 0, idle_in_transaction_session_timeout: 0 };
  const lock = new Client(unbounded);
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    return await withSchemaEngine(unbounded, readSchema(), async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({
        migrationsList: migrationList(),
        filters: noFilter,
      });
      return appliedMigrationNames;
    });
  } finally {
    await lock.end();
  }
}
