import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import { Client, type PoolConfig } from 'pg';
import { poolConfig } from '../connection.ts';
import { describeFailure, leavesNothing, MigrationError } from './errors.ts';
import { noFilter, withSchemaEngine } from './schema-engine.ts';
import type { ScriptAdapterFactory } from './script-adapter.ts';
import { migrationList, shippedMigrations, type MigrationSource } from './source.ts';

/** Key of the advisory lock under which migrations are applied; any number, the same for every process. */
const migrationLock = 7_266_843_359;

/**
 * Applies the migrations that the database does not have yet and returns their names. Any number of processes may call
 * it at once: one applies, the others wait and find nothing to do. A migration that the server refuses leaves nothing
 * behind and is recorded as rolled back, so that the corrected file applies at the next run. Throws `MigrationError`.
 */
export async function migrate(
  databaseUrl: string,
  source: MigrationSource = shippedMigrations(),
): Promise<string[]> {
  return underLock(databaseUrl, async (pool, client) => {
    if (await isUpToDate(client, source)) return [];
    return withSchemaEngine(pool, source.schema, async (engine, scripts) => {
      const migrationsList = migrationList(source);
      try {
        return (await engine.applyMigrations({ migrationsList, filters: noFilter })).appliedMigrationNames;
      } catch (error) {
        throw await explain(engine, scripts, source, error);
      }
    });
  });
}

/** Whether the record says that nothing is missing and nothing is open: then the engine need not even be loaded. */
async function isUpToDate(client: Client, { migrations }: MigrationSource): Promise<boolean> {
  const { rows: tables } = await client.query(`SELECT 1 WHERE to_regclass('_prisma_migrations') IS NOT NULL`);
  if (tables.length === 0) return false;
  const { rows } = await client.query<{ name: string; finished: boolean }>(
    `SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM _prisma_migrations
     WHERE rolled_back_at IS NULL`,
  );
  const applied = new Set(rows.map(({ name }) => name));
  return rows.every(({ finished }) => finished) && migrations.every(({ name }) => applied.has(name));
}

/**
 * Settles a migration that was interrupted, after somebody has looked whether its changes are in the database:
 * `applied` records it as done, `rolled_back` lets the next run apply it again. Throws the engine's error when no
 * such migration is open.
 */
export async function settleMigration(
  databaseUrl: string,
  migrationName: string,
  outcome: 'applied' | 'rolled_back',
  source: MigrationSource = shippedMigrations(),
): Promise<void> {
  await underLock(databaseUrl, async (pool) =>
    withSchemaEngine(pool, source.schema, async (engine) => {
      if (outcome === 'rolled_back') await engine.markMigrationRolledBack({ migrationName });
      else await engine.markMigrationApplied({ migrationName, migrationsList: migrationList(source) });
    }),
  );
}

async function underLock<T>(
  databaseUrl: string,
  use: (pool: PoolConfig, client: Client) => Promise<T>,
): Promise<T> {
  const pool = poolConfig(databaseUrl, { max: 2, applicationName: 'vividly-migrate' });
  // A migration may rightly take longer than a query of the running system.
  const unbounded = { ...pool, statement_timeout: 0, idle_in_transaction_session_timeout: 0 };
  const lock = new Client(unbounded);
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    return await use(unbounded, lock);
  } finally {
    await lock.end();
  }
}

/** Turns the engine's report into an error that says what to do, and clears the way for the next run where it can. */
async function explain(
  engine: SchemaEngine,
  { failure }: ScriptAdapterFactory,
  source: MigrationSource,
  cause: unknown,
): Promise<unknown> {
  const history = { migrationsList: migrationList(source), optInToShadowDatabase: false, filters: noFilter };
  const [name] = (await engine.diagnoseMigrationHistory(history)).failedMigrationNames;
  if (name === undefined) return cause;
  if (failure === null)
    return new MigrationError(
      name,
      `was begun earlier and never finished: the process or its connection died. Look whether its changes are in the database. ${settling(name)}`,
      { cause },
    );
  if (!leavesNothing(failure))
    return new MigrationError(
      name,
      `failed at ${describeFailure(failure)}. It may have kept a part of its changes: finish or undo them by hand. ${settling(name)}`,
      { cause },
    );
  await engine.markMigrationRolledBack({ migrationName: name });
  return new MigrationError(
    name,
    `failed at ${describeFailure(failure)}. Nothing of it was kept: correct the file and run again.`,
    { cause },
  );
}

function settling(name: string): string {
  return `Then run ./vividly migrate --applied ${name} if they are, or --rolled-back ${name} if they are not.`;
}
