import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm';

/** The repository's prisma/ folder: schema, migrations, seeds. */
export const prismaDir = join(
  dirname(createRequire(import.meta.url).resolve('@vividly/db/package.json')),
  '../../prisma',
);

export interface Migration {
  name: string;
  /** The text of its migration.sql. */
  script: string;
}

/** What a database is brought to. */
export interface MigrationSource {
  /** The text of schema.prisma. */
  schema: string;
  /** In the order in which they apply. */
  migrations: Migration[];
}

/** The text of schema.prisma. */
function readSchema(): string {
  return readFileSync(join(prismaDir, 'schema.prisma'), 'utf8');
}

/** Names of the migrations in prisma/migrations, in the order in which they apply. */
export function migrationNames(): string[] {
  return readdirSync(join(prismaDir, 'migrations'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The schema and the migrations of this version. */
export function shippedMigrations(): MigrationSource {
  return {
    schema: readSchema(),
    migrations: migrationNames().map((name) => ({
      name,
      script: readFileSync(join(prismaDir, 'migrations', name, 'migration.sql'), 'utf8'),
    })),
  };
}

/** SHA-256 of a migration file, hex, as Prisma records it in `_prisma_migrations.checksum`. */
export function checksum({ script }: Migration): string {
  return createHash('sha256').update(script).digest('hex');
}

/** The migrations in the form that the schema engine reads. */
export function migrationList({ migrations }: MigrationSource): MigrationList {
  return {
    baseDir: join(prismaDir, 'migrations'),
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, script }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } },
    })),
  };
}
