import { createTestDatabase, type TestDatabase } from '@vividly/testing';
import type { Database } from './client.ts';
import { assertEnumsMatch, EnumDriftError } from './enum-drift.ts';
import { ContentRequestStatus, PipelineStage, StageStatus, UserRole, UserTier, Modality } from './enums.ts';
import * as generated from './generated/enums.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => database.drop());

async function organizationOf(db: Database): Promise<string> {
  const slug = 'round-trip';
  const row = await db.organization.upsert({ where: { slug }, create: { slug, name: slug }, update: {} });
  return row.id;
}

async function request(db: Database, set: { status?: ContentRequestStatus; modalities?: Modality[] }) {
  const organizationId = await organizationOf(db);
  const result = { title: 'needed by completed requests' };
  const rest = { query: 'What is it?', correlationId: 'c', durationSeconds: 60, aspectRatio: '16:9' };
  return db.contentRequest.create({
    data: { organizationId, modalities: [Modality.video], result, error: result, ...rest, ...set },
  });
}

/** Writes a member through the client and reads it back twice: through the client, and as the text Postgres keeps. */
type RoundTrip = (
  db: Database,
  member: never,
) => Promise<{ client: unknown; table: string; column: string; id: string }>;

async function user(db: Database, set: { role?: UserRole; tier?: UserTier }) {
  const email = `${Object.values(set).join()}@example.invalid`;
  return db.user.create({ data: { organizationId: await organizationOf(db), email, name: 'n', ...set } });
}

const roundTrips: Record<string, RoundTrip> = {
  async content_request_status(db, status) {
    const row = await request(db, { status });
    return { client: row.status, table: 'content_requests', column: 'status::text', id: row.id };
  },
  async modality(db, member) {
    const row = await request(db, { modalities: [member] });
    return {
      client: row.modalities[0],
      table: 'content_requests',
      column: 'modalities[1]::text',
      id: row.id,
    };
  },
  async pipeline_stage(db, currentStage) {
    const { id } = await request(db, {});
    const row = await db.contentRequest.update({ where: { id }, data: { currentStage } });
    return { client: row.currentStage, table: 'content_requests', column: 'current_stage::text', id };
  },
  async stage_status(db, status) {
    const { id: requestId } = await request(db, {});
    const needed = { part: 'main', output: {}, leaseUntil: new Date() };
    const row = await db.stageTask.create({
      data: { requestId, stage: PipelineStage.validation, status, ...needed },
    });
    return { client: row.status, table: 'stage_tasks', column: 'status::text', id: row.id };
  },
  async user_role(db, role) {
    const row = await user(db, { role });
    return { client: row.role, table: 'users', column: 'role::text', id: row.id };
  },
  async user_tier(db, tier) {
    const row = await user(db, { tier });
    return { client: row.tier, table: 'users', column: 'tier::text', id: row.id };
  },
};

const enums = Object.entries(generated).map(([name, members]) => ({ name, members: Object.values(members) }));

test('every enum of the schema has a round trip and a name to import', () => {
  expect(Object.keys(roundTrips).sort()).toEqual(enums.map(({ name }) => name).sort());
  expect([ContentRequestStatus, PipelineStage, StageStatus, UserRole, UserTier, Modality].length).toBe(
    enums.length,
  );
});

test.each(enums)('every member of $name goes to Postgres and back', async ({ name, members }) => {
  expect(members.length).toBeGreaterThan(0);
  for (const member of members) {
    const written = await roundTrips[name]?.(database.db, member as never);
    const { table, column, id } = written ?? { table: '', column: '', id: '' };
    const rows = await database.db.$queryRawUnsafe(
      `SELECT ${column} AS member FROM ${table} WHERE id = '${id}'`,
    );
    expect([written?.client, rows]).toEqual([member, [{ member }]]);
  }
});

test('a database that agrees is accepted', async () => {
  await expect(assertEnumsMatch(database.db)).resolves.toBeUndefined();
});

test('drift names every enum with the members on each side', async () => {
  for (const sql of [
    `ALTER TYPE user_role RENAME VALUE 'teacher' TO 'tutor'`,
    `ALTER TYPE modality ADD VALUE 'smell'`,
    `ALTER TYPE stage_status RENAME TO stage_state`,
    `CREATE TYPE tier AS ENUM ('pro', 'free', 'enterprise')`,
    ...['users', 'content_requests', 'outbox'].map(
      (table) =>
        `ALTER TABLE ${table} ALTER COLUMN tier DROP DEFAULT, ALTER COLUMN tier TYPE tier USING tier::text::tier`,
    ),
    `DROP TYPE user_tier`,
    `ALTER TYPE tier RENAME TO user_tier`,
  ])
    await database.db.$executeRawUnsafe(sql);
  const error: unknown = await assertEnumsMatch(database.db).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(EnumDriftError);
  expect((error as EnumDriftError).message.split('\n')).toEqual([
    'the enums of the database are not those of this version (run the migrations?)',
    '  modality: built with [text, audio, video], the database has [text, audio, video, smell] (unknown: smell)',
    '  stage_status: built with [pending, in_progress, completed, failed, skipped], the database has no such enum',
    '  user_role: built with [student, teacher, admin, super_admin], the database has [student, tutor, admin, super_admin] (missing: teacher; unknown: tutor)',
    '  user_tier: built with [free, pro, enterprise], the database has [pro, free, enterprise] (in another order)',
  ]);
});
