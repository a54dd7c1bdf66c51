import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm';

/** The repository's prisma/ folder: schema, migrations, seeds. */
export const prismaDir = join(
  dirname(createRequire(import.meta.url).resolve('@vividly/db/package.json')),
  '../../prisma',
);

/** The text of schema.prisma. */
export function readSchema(): string {
  return readFileSync(join(prismaDir, 'schema.prisma'), 'utf8');
}

/** Names of the migrations in prisma/migrations, in the order in which they apply. */
export function migrationNames(): string[] {
  return readdirSync(join(prismaDir, 'migrations'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The migrations in the form that the schema engine reads. */
export function migrationList(): MigrationList {
  const baseDir = join(prismaDir, 'migrations');
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: readFileSync(join(baseDir, 'migration_lock.toml'), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: migrationNames().map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(join(baseDir, name, 'migration.sql'), 'utf8') },
      },
    })),
  };
}
