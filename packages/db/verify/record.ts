import type { Client } from 'pg';
import { checksum, type Migration } from '../migrate/source.ts';
import { fail, pass, type Check } from './check.ts';

const area = 'migration record';

interface Row {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
  applied_steps_count: number;
}

/**
 * Whether `_prisma_migrations` records every migration of this version as finished, with the checksum of its file, and
 * nothing else. Rows that were rolled back are history and do not count.
 */
export async function checkRecord(client: Client, migrations: Migration[]): Promise<Check[]> {
  const { rows: tables } = await client.query(`SELECT 1 WHERE to_regclass('_prisma_migrations') IS NOT NULL`);
  if (tables.length === 0)
    return [fail(area, '_prisma_migrations', 'is missing: this database was never migrated')];
  const { rows } = await client.query<Row>(
    `SELECT migration_name, checksum, finished_at, applied_steps_count FROM _prisma_migrations
     WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = new Set(rows.map((row) => row.migration_name).filter((name) => !known.has(name)));
  return [
    ...migrations.map((migration) =>
      checkMigration(
        migration,
        rows.filter((row) => row.migration_name === migration.name),
      ),
    ),
    ...[...unknown].map((name) => fail(area, name, 'is recorded, but this version has no such migration')),
  ];
}

function checkMigration(migration: Migration, rows: Row[]): Check {
  const [row] = rows;
  const { name } = migration;
  if (!row) return fail(area, name, 'is not recorded: it has not been applied');
  if (rows.length > 1) return fail(area, name, `is recorded ${String(rows.length)} times`);
  if (row.finished_at === null) return fail(area, name, 'was begun and never finished');
  if (row.checksum !== checksum(migration))
    return fail(area, name, `was applied with checksum ${row.checksum}, its file has ${checksum(migration)}`);
  if (row.applied_steps_count !== 1)
    return fail(area, name, `is recorded with ${String(row.applied_steps_count)} steps, expected 1`);
  return pass(area, name);
}
