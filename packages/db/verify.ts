import { Client, type PoolConfig } from 'pg';
import { createDatabase } from './client.ts';
import { describeDatabase, poolConfig } from './connection.ts';
import { enumDrift, describeDrift } from './enum-drift.ts';
import { creationScript } from './migrate/schema-engine.ts';
import { shippedMigrations, type MigrationSource } from './migrate/source.ts';
import type { SeedTable } from './seed-table.ts';
import { readCatalogue, readExtensions } from './verify/catalogue.ts';
import { fail, pass, reasonOf, type Check } from './verify/check.ts';
import { compareCatalogues } from './verify/compare.ts';
import { compareDeclaration } from './verify/declaration.ts';
import { buildExpected } from './verify/expected.ts';
import { checkQueries } from './verify/queries.ts';
import { checkRecord } from './verify/record.ts';
import { withScratch } from './verify/scratch.ts';
import { checkSeeds } from './verify/seeds.ts';

export type { Check };

/** Key of the advisory lock that keeps two verifications of one database apart. */
const verifyLock = 7_266_843_361;

export interface VerifyOptions {
  /** Rows that must be there. */
  seeds: readonly SeedTable[];
  /** The migrations to verify against; by default those of this version. */
  source?: MigrationSource;
}

/**
 * Compares a database with what this version expects: every table, column, sequence, key, check, index, enum,
 * function, trigger, view, rule and policy with what the migrations create on the same server; schema.prisma with the
 * migrations; the record of migrations; the seeds; and a query through every model. Nothing in the database is changed.
 * What cannot be looked at is a failed check: nothing is thrown for the database's sake.
 */
export async function verifyDatabase(databaseUrl: string, options: VerifyOptions): Promise<Check[]> {
  const pool = poolConfig(databaseUrl, { max: 2, applicationName: 'vividly-verify' });
  const admin = new Client(pool);
  try {
    await admin.connect();
  } catch (error) {
    return [fail('connection', describeDatabase(databaseUrl), reasonOf(error))];
  }
  try {
    return [
      pass('connection', describeDatabase(databaseUrl)),
      ...(await checkStructure(admin, pool, options.source ?? shippedMigrations())),
      ...(await checkSeeds(admin, options.seeds)),
      ...(await checkClient(databaseUrl)),
    ];
  } finally {
    await admin.end();
  }
}

async function checkStructure(admin: Client, pool: PoolConfig, source: MigrationSource): Promise<Check[]> {
  const { rows } = await admin.query<{ schema: string }>('SELECT current_schema() AS schema');
  const found = await readCatalogue(admin, rows[0]?.schema ?? 'public');
  const installed = await readExtensions(admin);
  const record = await checkRecord(admin, source.migrations);
  try {
    await admin.query('SELECT pg_advisory_lock($1)', [verifyLock]);
    const declaration = await creationScript(pool, source.schema);
    const expected = await withScratch(admin, pool, async (client) =>
      buildExpected(client, source, declaration),
    );
    return [
      ...record,
      ...expected.extensions.map((name) =>
        installed.includes(name) ? pass('extensions', name) : fail('extensions', name, 'is missing'),
      ),
      ...compareCatalogues(expected.migrated, found),
      ...compareDeclaration(expected.declared, expected.migrated),
    ];
  } catch (error) {
    return [...record, fail('structure', 'what the migrations create', reasonOf(error))];
  }
}

/** What the generated client needs: its enums, and a query through every model. */
async function checkClient(databaseUrl: string): Promise<Check[]> {
  const db = createDatabase(databaseUrl, { max: 2, applicationName: 'vividly-verify' });
  try {
    const drift = await enumDrift(db);
    const enums =
      drift.length === 0
        ? [pass('client', 'enums')]
        : drift.map((entry) => fail('client', `enum ${entry.name}`, describeDrift(entry)));
    return [...enums, ...(await checkQueries(db))];
  } finally {
    await db.$disconnect();
  }
}
