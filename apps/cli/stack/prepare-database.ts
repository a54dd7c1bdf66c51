import { readFileSync, writeFileSync } from 'node:fs';
import { createApiKey, createDatabase, hashApiKey, type Database } from '@vividly/db';
import { migrate } from '@vividly/db/migrate';
import { loadLibrary } from '@vividly/knowledge/library';
import { seed, seedOrganization, seedUsers } from '@vividly/seed';

/** Brings the database to this checkout's schema and seeds. Returns the migrations that were applied. */
export async function prepareDatabase(url: string): Promise<{ applied: string[] }> {
  const applied = await migrate(url);
  const db = createDatabase(url, { max: 2, applicationName: 'vividly-cli' });
  try {
    await seed(db, loadLibrary());
  } finally {
    await db.$disconnect();
  }
  return { applied };
}

/**
 * The development API key: the one in `file` if this database knows it, else a new one, which is left in `file` for its
 * owner alone. The database holds only its hash. The database must be seeded.
 */
export async function developmentKey(url: string, file: string): Promise<string> {
  const db = createDatabase(url, { max: 1, applicationName: 'vividly-cli' });
  try {
    const kept = readKey(file);
    if (kept !== null && (await isValid(db, kept))) return kept;
    const teacher = await db.user.findUniqueOrThrow({ where: { email: seedUsers[1].email } });
    const { key } = await createApiKey(db, {
      organizationId: teacher.organizationId,
      userId: teacher.id,
      name: `development key of ${seedOrganization.name}`,
    });
    writeFileSync(file, `${key}\n`, { mode: 0o600 });
    return key;
  } finally {
    await db.$disconnect();
  }
}

function readKey(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}

async function isValid(db: Database, key: string): Promise<boolean> {
  const known = await db.apiKey.findUnique({
    where: { keyHash: hashApiKey(key) },
    select: { revokedAt: true },
  });
  return known !== null && known.revokedAt === null;
}
