import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { createTestDatabase, type TestDatabase } from '@vividly/testing';
import { poolConfig } from '../connection.ts';
import { migrate, settleMigration } from './apply.ts';
import { noFilter, withSchemaEngine } from './schema-engine.ts';
import {
  migrationList,
  migrationNames,
  prismaDir,
  shippedMigrations,
  type MigrationSource,
} from './source.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase('empty');
});
afterEach(async () => database.drop());

interface Row {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
  rolled_back_at: Date | null;
  applied_steps_count: number;
  logs: string | null;
}

async function record(): Promise<Row[]> {
  return database.db.$queryRaw`SELECT * FROM _prisma_migrations ORDER BY started_at`;
}

/** Every catalogue row of the schema with the transaction that wrote it: unchanged when nothing was written. */
async function fingerprint(): Promise<unknown> {
  return database.db.$queryRaw`
    SELECT 'r' || relname AS name, xmin::text FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'f' || proname, xmin::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'm' || migration_name, xmin::text FROM _prisma_migrations ORDER BY 1, 2`;
}

/** The shipped migrations and one more. */
function withMigration(name: string, script: string): MigrationSource {
  const source = shippedMigrations();
  return { ...source, migrations: [...source.migrations, { name, script }] };
}

const packageDir = join(prismaDir, '../packages/db');

const program = `import { migrate } from './apply.ts';
process.stdout.write(JSON.stringify(await migrate(process.env.DATABASE_URL)));`;

/** Compiles the program once, next to the packages it imports: each of the processes then starts in a second. */
async function compileProcess(): Promise<string> {
  mkdirSync(join(packageDir, 'node_modules/.cache'), { recursive: true });
  const outfile = join(mkdtempSync(join(packageDir, 'node_modules/.cache/migrate-')), 'process.mjs');
  const stdin = { contents: program, resolveDir: join(packageDir, 'migrate') };
  await build({ stdin, outfile, bundle: true, packages: 'external', platform: 'node', format: 'esm' });
  return outfile;
}

async function migrateInProcess(file: string): Promise<string[]> {
  const env = { PATH: process.env['PATH'], DATABASE_URL: database.url };
  const { stdout } = await promisify(execFile)(process.execPath, [file], { env });
  return JSON.parse(stdout) as string[];
}

test('ten processes at once: one applies, nine find nothing to do, and a later run changes nothing', async () => {
  const compiled = await compileProcess();
  const applied = await Promise.all(Array.from({ length: 10 }, async () => migrateInProcess(compiled)));
  rmSync(dirname(compiled), { recursive: true });
  expect(applied.filter((names) => names.length > 0)).toEqual([migrationNames()]);
  expect((await record()).map((row) => row.migration_name)).toEqual(migrationNames());
  const before = await fingerprint();
  expect(await migrate(database.url)).toEqual([]);
  expect(await fingerprint()).toEqual(before);
}, 60_000);

test('the record is the one that Prisma writes and reads', async () => {
  await migrate(database.url);
  const source = shippedMigrations();
  for (const [index, row] of (await record()).entries()) {
    const name = migrationNames()[index] ?? '';
    const file = readFileSync(join(prismaDir, 'migrations', name, 'migration.sql'));
    expect(row).toMatchObject({
      migration_name: name,
      checksum: createHash('sha256').update(file).digest('hex'),
      rolled_back_at: null,
      applied_steps_count: 1,
      logs: null,
    });
    expect(row.finished_at).toBeInstanceOf(Date);
  }
  // What `prisma migrate status` and `prisma migrate deploy` ask the same engine.
  const diagnosis = await withSchemaEngine(poolConfig(database.url), source.schema, async (engine) =>
    engine.diagnoseMigrationHistory({
      migrationsList: migrationList(source),
      optInToShadowDatabase: false,
      filters: noFilter,
    }),
  );
  expect(diagnosis).toEqual({
    hasMigrationsTable: true,
    history: null,
    failedMigrationNames: [],
    editedMigrationNames: [],
  });
});

test('a refused migration says where, keeps nothing, and applies once it is corrected', async () => {
  const broken = 'CREATE TABLE first_half (id int);\n\nCREATE TABLE second_half (id nonsense);\n';
  await expect(migrate(database.url, withMigration('20990101000000_more', broken))).rejects.toMatchObject({
    name: 'MigrationError',
    migration: '20990101000000_more',
    message:
      'migration 20990101000000_more failed at line 3: type "nonsense" does not exist (SQLSTATE 42704). ' +
      'Nothing of it was kept: correct the file and run again.',
  });
  expect(await database.db.$queryRaw`SELECT to_regclass('first_half')::text AS name`).toEqual([
    { name: null },
  ]);
  expect(
    (await record()).map((row) => [
      row.migration_name,
      row.finished_at !== null,
      row.rolled_back_at !== null,
    ]),
  ).toEqual([...migrationNames().map((name) => [name, true, false]), ['20990101000000_more', false, true]]);
  const mended = broken.replace('nonsense', 'int');
  expect(await migrate(database.url, withMigration('20990101000000_more', mended))).toEqual([
    '20990101000000_more',
  ]);
  expect(await migrate(database.url, withMigration('20990101000000_more', mended))).toEqual([]);
});

test('a refused migration that may have kept a part waits to be settled', async () => {
  const script = 'BEGIN; CREATE TABLE kept (id int); COMMIT; CREATE TABLE lost (id nonsense);';
  const source = withMigration('20990101000000_parts', script);
  await expect(migrate(database.url, source)).rejects.toThrow(
    /failed at line 1: .*It may have kept a part of its changes/,
  );
  await expect(migrate(database.url, source)).rejects.toThrow(/was begun earlier and never finished/);
  await settleMigration(database.url, '20990101000000_parts', 'applied', source);
  expect(await migrate(database.url, source)).toEqual([]);
});

test('a migration whose process died is named, and applies again once it is settled as rolled back', async () => {
  const source = withMigration('20990101000000_more', 'CREATE TABLE more (id int)');
  await migrate(database.url);
  await database.db.$executeRaw`INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at)
    VALUES ('x', 'x', '20990101000000_more', now())`;
  await expect(migrate(database.url, source)).rejects.toMatchObject({
    name: 'MigrationError',
    message: expect.stringMatching(
      /^migration 20990101000000_more was begun earlier and never finished: .* --rolled-back 20990101000000_more if they are not\.$/,
    ),
  });
  await settleMigration(database.url, '20990101000000_more', 'rolled_back', source);
  expect(await migrate(database.url, source)).toEqual(['20990101000000_more']);
});

test('migrations name no schema, so that verify can replay them anywhere', () => {
  for (const { script } of shippedMigrations().migrations)
    expect(script.replace('CREATE SCHEMA IF NOT EXISTS "public"', '')).not.toMatch(/\bpublic\b/);
});
