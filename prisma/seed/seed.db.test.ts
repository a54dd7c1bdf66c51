import { createTestDatabase, type TestDatabase } from '@vividly/testing';
import { loadLibrary, type Library } from '@vividly/knowledge/library';
import { UserRole } from '@vividly/db/enums';
import { seed, seedOrganization, seedTables } from './index.ts';

const library = loadLibrary();
const tables = seedTables(library).map(({ table }) => table);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await seed(database.db, library);
});
afterAll(async () => database.drop());

/** Every row with the transaction that wrote it and the one that locked it last. */
async function versions(): Promise<unknown> {
  const rows = tables.map(
    (table) =>
      `SELECT '${table}' AS t, ctid::text, xmin::text, xmax::text, to_jsonb(${table}) AS row FROM ${table}`,
  );
  return database.db.$queryRawUnsafe(`${rows.join(' UNION ALL ')} ORDER BY 1, 2`);
}

async function seedWith(changed: Partial<Library>): Promise<void> {
  await seed(database.db, { ...library, ...changed });
}

test('an organization, a user of each role, and the library are there', async () => {
  const { db } = database;
  const organization = await db.organization.findUniqueOrThrow({
    where: { slug: seedOrganization.slug },
    include: { users: true },
  });
  expect(organization.users.map(({ role }) => role).sort()).toEqual(Object.values(UserRole).sort());
  expect(await db.topic.count()).toBe(library.topics.length);
  expect(await db.passage.count()).toBe(library.topics.flatMap((topic) => topic.passages).length);
});

test('there are 60 or more interests in ten or more families', async () => {
  const families = await database.db.interest.groupBy({ by: ['family'], _count: true });
  expect(families.reduce((sum, { _count }) => sum + _count, 0)).toBeGreaterThanOrEqual(60);
  expect(families.length).toBeGreaterThanOrEqual(10);
});

test('a second run writes nothing, not even the same values', async () => {
  const before = await versions();
  await seed(database.db, library);
  expect(await versions()).toEqual(before);
});

test('processes that seed at once leave the same rows', async () => {
  const before = await versions();
  await Promise.all([1, 2, 3, 4].map(async () => seed(database.db, library)));
  expect(await versions()).toEqual(before);
});

test('what the library no longer holds goes, and comes back with it', async () => {
  const [gone, ...topics] = library.topics;
  const { db } = database;
  await seedWith({ topics, interests: library.interests.slice(1) });
  expect(await db.topic.findUnique({ where: { slug: gone?.slug ?? '' } })).toBeNull();
  expect(await db.passage.count({ where: { topicSlug: gone?.slug ?? '' } })).toBe(0);
  expect(await db.interest.count()).toBe(library.interests.length - 1);
  await seed(db, library);
  expect(await db.topic.count()).toBe(library.topics.length);
});

test('one passage less and another text reach the rows; the rest is left alone', async () => {
  const [topic, ...others] = library.topics;
  if (!topic) throw new Error('the library is empty');
  const [first, second, ...rest] = topic.passages;
  if (!first || !second) throw new Error('the topic has no passages');
  const untouched = await database.db.passage.findFirstOrThrow({ where: { id: rest[0]?.id ?? '' } });
  await seedWith({
    topics: [{ ...topic, passages: [{ ...first, text: 'Rewritten.' }, ...rest] }, ...others],
  });
  const { db } = database;
  expect((await db.passage.findUniqueOrThrow({ where: { id: first.id } })).text).toBe('Rewritten.');
  expect(await db.passage.findUnique({ where: { id: second.id } })).toBeNull();
  expect(await db.passage.findUniqueOrThrow({ where: { id: untouched.id } })).toEqual(untouched);
  await seed(db, library);
});

test('a row that somebody edited is corrected, a user that somebody renamed is not', async () => {
  const { db } = database;
  const slug = library.topics[0]?.slug ?? '';
  await db.topic.update({ where: { slug }, data: { title: 'Edited' } });
  await db.user.update({ where: { email: 'student@demo.invalid' }, data: { name: 'Renamed' } });
  await seed(db, library);
  expect((await db.topic.findUniqueOrThrow({ where: { slug } })).title).toBe(library.topics[0]?.title);
  expect((await db.user.findUniqueOrThrow({ where: { email: 'student@demo.invalid' } })).name).toBe(
    'Renamed',
  );
});
