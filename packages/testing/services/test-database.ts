import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { createDatabase, type Database } from '@vividly/db';
import { databaseUrl } from '../embedded/index.ts';

/** The migrated database that every test database is a copy of. */
export const templateDatabase = 'vividly_template';

/** A database of a test's own, with its client. */
export interface TestDatabase {
  url: string;
  name: string;
  db: Database;
  /** Closes the client and drops the database; fails when a connection was left open. */
  drop(): Promise<void>;
}

function port(): number {
  const value = process.env['TEST_POSTGRES_PORT'];
  if (value === undefined)
    throw new Error('no test PostgreSQL: name the test *.db.test.ts so that Jest starts it');
  return Number(value);
}

async function administer(sql: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl({ port: port() }, 'postgres') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Creates a database for one test file: a copy of the migrated template, or empty. */
export async function createTestDatabase(from: 'migrated' | 'empty' = 'migrated'): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(`CREATE DATABASE ${name}${from === 'migrated' ? ` TEMPLATE ${templateDatabase}` : ''}`);
  const url = databaseUrl({ port: port() }, name);
  const db = createDatabase(url);
  return {
    url,
    name,
    db,
    async drop() {
      await db.$disconnect();
      await administer(`DROP DATABASE ${name}`);
    },
  };
}

/** The run's Redis, and a key prefix that no other test uses. */
export function testRedis(): { url: string; prefix: string } {
  const url = process.env['TEST_REDIS_URL'];
  if (url === undefined) throw new Error('no test Redis: name the test *.db.test.ts so that Jest starts it');
  return { url, prefix: `test-${randomBytes(6).toString('hex')}` };
}
