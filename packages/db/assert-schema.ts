import type { Database } from './client.ts';
import { reasonOf } from './verify/check.ts';
import { checkQueries } from './verify/queries.ts';

/** The database lacks something that this version reads or writes. */
export class SchemaDriftError extends Error {
  override readonly name = 'SchemaDriftError';
}

/**
 * Refuses to go on unless the database has what this version works with: all of `migrations` applied, and every column
 * of every model there. Throws `SchemaDriftError` that names what is missing and says how to mend it. What a newer
 * version has added is not minded: old and new run side by side while one replaces the other.
 */
export async function assertSchemaFits(db: Database, migrations: readonly string[]): Promise<void> {
  const applied = await appliedMigrations(db);
  const missing = migrations.filter((name) => !applied.has(name));
  if (missing.length > 0)
    throw new SchemaDriftError(
      `the database lacks ${missing.length === 1 ? 'the migration' : 'the migrations'} ${missing.join(', ')}; run: ./vividly migrate`,
    );
  const broken = (await checkQueries(db)).flatMap((check) =>
    check.ok ? [] : [`${check.name} (${check.reason})`],
  );
  if (broken.length > 0)
    throw new SchemaDriftError(
      `the database was changed by hand and does not fit this version: ${broken.join('; ')}; ./vividly verify tells more`,
    );
}

async function appliedMigrations(db: Database): Promise<Set<string>> {
  try {
    const rows = await db.$queryRaw<{ name: string }[]>`
      SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    // Without the record's table nothing was ever migrated; anything else is no answer.
    if (reasonOf(error).includes('_prisma_migrations')) return new Set();
    throw error;
  }
}
