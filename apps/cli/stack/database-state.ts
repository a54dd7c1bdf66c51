import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { poolConfig } from '@vividly/db/connection';
import { migrationNames } from '@vividly/db/migrate';

/**
 * A look at the database that costs milliseconds, so that a start with nothing to do loads neither the schema engine
 * nor the library (two seconds of computing).
 */
export interface DatabaseState {
  /** Migrations of this version that are not applied. */
  missing: string[];
  /** Names this very database, also among copies of it on other servers; null where that may not be asked. */
  identity: string | null;
}

/** Throws the driver's error when the database cannot be reached. */
export async function databaseState(url: string): Promise<DatabaseState> {
  return withClient(url, async (client) => {
    const applied = await appliedMigrations(client);
    return {
      missing: migrationNames().filter((name) => !applied.includes(name)),
      identity: await identityOf(client),
    };
  });
}

/** Whether the API would accept the key with this hash. */
export async function isValidKey(url: string, keyHash: string): Promise<boolean> {
  return withClient(url, async (client) => {
    const { rowCount } = await client.query(
      'SELECT FROM api_keys WHERE key_hash = $1 AND revoked_at IS NULL',
      [keyHash],
    );
    return rowCount === 1;
  });
}

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(poolConfig(url, { applicationName: 'vividly-cli' }));
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

async function appliedMigrations(client: Client): Promise<string[]> {
  const table = await client.query<{ present: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present`,
  );
  if (table.rows[0]?.present !== true) return [];
  const { rows } = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  return rows.map(({ name }) => name);
}

async function identityOf(client: Client): Promise<string | null> {
  try {
    const { rows } = await client.query<{ identity: string }>(
      `SELECT system_identifier || '/' || oid AS identity
       FROM pg_control_system(), pg_database WHERE datname = current_database()`,
    );
    return rows[0]?.identity ?? null;
  } catch {
    return null;
  }
}

/** SHA-256 over everything that the seeds are made from: the library's files and the program that seeds. */
function seedFingerprint(): string {
  const require = createRequire(import.meta.url);
  const library = join(dirname(require.resolve('@vividly/knowledge/package.json')), 'library');
  const files = readdirSync(library, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of [...files, require.resolve('@vividly/seed')])
    hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

/** Notes in `file` that the database of this identity holds this version's seeds. */
export function rememberSeeds(file: string, identity: string | null): void {
  if (identity !== null) writeFileSync(file, `${identity} ${seedFingerprint()}\n`);
}

/** Whether that was noted. What somebody has deleted since by hand comes back with `./vividly migrate`. */
export function seedsRemembered(file: string, identity: string | null): boolean {
  try {
    return identity !== null && readFileSync(file, 'utf8') === `${identity} ${seedFingerprint()}\n`;
  } catch {
    return false;
  }
}
