import { createTestDatabase, type TestDatabase } from '@vividly/testing';
import { createDatabase } from './client.ts';
import { describeDatabase } from './connection.ts';
import { migrate } from './migrate/apply.ts';
import { migrationNames } from './migrate/source.ts';

const password = `p@ss:w/rd%#?& '"`;

let database: TestDatabase;
let role: string;
beforeEach(async () => {
  database = await createTestDatabase('empty');
  role = `${database.name}_role`;
  await database.db.$executeRawUnsafe(
    `CREATE ROLE ${role} LOGIN PASSWORD '${password.replaceAll("'", "''")}'`,
  );
  await database.db.$executeRawUnsafe(`ALTER DATABASE ${database.name} OWNER TO ${role}`);
});
afterEach(async () => {
  await database.db.$executeRawUnsafe(`REASSIGN OWNED BY ${role} TO CURRENT_USER`);
  await database.db.$executeRawUnsafe(`DROP OWNED BY ${role}`);
  await database.db.$executeRawUnsafe(`DROP ROLE ${role}`);
  await database.drop();
});

/** Migrates over a URL, writes a row, and tells who did it. */
async function use(url: string): Promise<unknown> {
  const applied = await migrate(url);
  const db = createDatabase(url);
  try {
    await db.organization.create({ data: { slug: 'one', name: 'One' } });
    return [applied, await db.$queryRaw`SELECT current_user::text AS who`];
  } finally {
    await db.$disconnect();
  }
}

test('TCP with a percent-encoded password', async () => {
  const { port } = new URL(database.url);
  const url = `postgresql://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database.name}`;
  expect(await use(url)).toEqual([migrationNames(), [{ who: role }]]);
  expect(describeDatabase(url)).toBe(`${database.name} on 127.0.0.1:${port} as ${role} (password ****)`);
});

test('a unix socket with a percent-encoded password', async () => {
  const [{ directory } = { directory: '' }] = await database.db.$queryRaw<{ directory: string }[]>`
    SELECT current_setting('unix_socket_directories') AS directory`;
  const { port } = new URL(database.url);
  const user = `${role}:${encodeURIComponent(password)}`;
  const url = `postgresql://${user}@/${database.name}?host=${directory}&port=${port}`;
  expect(await use(url)).toEqual([migrationNames(), [{ who: role }]]);
});
