import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '@vividly/testing';
import { loadLibrary } from '@vividly/knowledge/library';
import { seed, seedTables } from '@vividly/seed';
import { shippedMigrations } from '../migrate/source.ts';
import { verifyDatabase, type Check } from '../verify.ts';
import { behaviourDrifts } from './drifts/behaviour.ts';
import { constraintsDrifts } from './drifts/constraints.ts';
import { rowsDrifts } from './drifts/rows.ts';
import { structureDrifts } from './drifts/structure.ts';

/** One database can hold them all at once: no two touch the same object. */
const drifts = [...structureDrifts, ...constraintsDrifts, ...behaviourDrifts, ...rowsDrifts];
const library = loadLibrary();
const seeds = seedTables(library);

function failures(checks: Check[]): Record<string, string> {
  return Object.fromEntries(
    checks.flatMap((check) => (check.ok ? [] : [[`${check.area} ${check.name}`, check.reason]])),
  );
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

describe('drift planted by hand', () => {
  let found: Record<string, string>;
  beforeAll(async () => {
    const drifted = await createTestDatabase();
    await seed(drifted.db, library);
    for (const { sql } of drifts) await run(drifted.url, sql);
    found = failures(await verifyDatabase(drifted.url, { seeds }));
    await drifted.drop();
  });

  test.each(drifts)('$title is caught by name', ({ fails, reason }) => {
    expect(Object.keys(found)).toEqual(expect.arrayContaining(fails));
    for (const name of fails) expect(found[name]).toMatch(reason);
  });

  test('nothing else fails', () => {
    expect(Object.keys(found).sort()).toEqual(drifts.flatMap(({ fails }) => fails).sort());
  });
});

describe('verifyDatabase', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => database.drop());

  test('a migrated and seeded database passes every check, in every area, and is left as it was', async () => {
    await seed(database.db, library);
    const checks = await verifyDatabase(database.url, { seeds });
    expect(failures(checks)).toEqual({});
    const areas = new Set(checks.map(({ area }) => area));
    expect([...areas]).toEqual([
      ...[
        'connection',
        'migration record',
        'extensions',
        'tables',
        'columns',
        'sequences',
        'keys',
        'foreign keys',
      ],
      ...[
        'checks',
        'indexes',
        'enums',
        'functions',
        'triggers',
        'views',
        'schema.prisma',
        'seeds',
        'client',
        'queries',
      ],
    ]);
    expect(checks.filter(({ area }) => area === 'columns').length).toBeGreaterThan(100);
    const scratch = database.db
      .$queryRaw`SELECT datname FROM pg_database WHERE datname LIKE 'vividly_verify%'`;
    expect(await scratch).toEqual([]);
  });

  test('a user who may not create databases gets the same checks', async () => {
    await seed(database.db, library);
    const role = `${database.name}_owner`;
    await run(
      database.url,
      `CREATE ROLE ${role} LOGIN PASSWORD 'owner' NOCREATEDB; GRANT CREATE ON DATABASE ${database.name} TO ${role};
       GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role};
       ALTER TYPE user_tier ADD VALUE 'gold'; DROP INDEX api_keys_user_id_idx`,
    );
    const { port } = new URL(database.url);
    const checks = await verifyDatabase(`postgresql://${role}:owner@127.0.0.1:${port}/${database.name}`, {
      seeds,
    });
    await run(database.url, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
    expect(Object.keys(failures(checks))).toEqual([
      'indexes api_keys_user_id_idx',
      'enums user_tier',
      'client enum user_tier',
    ]);
    expect(
      await database.db.$queryRaw`SELECT nspname::text FROM pg_namespace WHERE nspname LIKE 'vividly%'`,
    ).toEqual([]);
  });

  test('schema.prisma that says something else than the migrations is caught', async () => {
    const source = shippedMigrations();
    const schema = source.schema
      .replace('@@index([family])', '')
      .replace('  subject     String\n', '  subject     Int\n');
    const found = failures(await verifyDatabase(database.url, { seeds: [], source: { ...source, schema } }));
    expect(found).toEqual({
      'schema.prisma columns topics.subject':
        'type: expected integer, found text; collation: expected none, found default',
      'schema.prisma indexes interests_family_idx': 'is in the migrations only',
    });
  });

  test('a migration that has not been applied is caught, with what it would bring', async () => {
    const source = shippedMigrations();
    const migrations = [
      ...source.migrations,
      { name: '20990101000000_more', script: 'CREATE TABLE more (id int)' },
    ];
    const found = failures(
      await verifyDatabase(database.url, { seeds: [], source: { ...source, migrations } }),
    );
    expect(found).toMatchObject({
      'migration record 20990101000000_more': 'is not recorded: it has not been applied',
      'tables more': 'is missing',
    });
  });

  test('an empty database fails everywhere, and a server that is not there says so', async () => {
    const empty = await createTestDatabase('empty');
    const found = failures(await verifyDatabase(empty.url, { seeds }));
    await empty.drop();
    expect(found['migration record _prisma_migrations']).toBe('is missing: this database was never migrated');
    expect(found['tables content_requests']).toBe('is missing');
    const [check, ...others] = await verifyDatabase('postgresql://nobody:s3cret@127.0.0.1:1/none', { seeds });
    expect(others).toEqual([]);
    expect(check).toMatchObject({
      area: 'connection',
      ok: false,
      reason: expect.stringContaining('ECONNREFUSED'),
    });
    expect(JSON.stringify(check)).not.toContain('s3cret');
  });
});
