import { createApiKey, createDatabase } from '@vividly/db';
import { migrate } from '@vividly/db/migrate';
import { loadLibrary } from '@vividly/knowledge/library';
import { seed, seedUsers } from '@vividly/seed';
import type { Installation } from '../installation.ts';
import { databaseState, rememberSeeds } from './database-state.ts';

/**
 * Brings the database to this version's schema and seeds, whatever state it is in. Returns the migrations that were
 * applied.
 */
export async function prepareDatabase(url: string, { seededFile }: Installation): Promise<string[]> {
  const applied = await migrate(url);
  const db = createDatabase(url, { max: 2, applicationName: 'vividly-cli' });
  try {
    await seed(db, loadLibrary());
  } finally {
    await db.$disconnect();
  }
  rememberSeeds(seededFile, (await databaseState(url)).identity);
  return applied;
}

/** Makes an API key for the first of the seeded users. */
export async function makeDevelopmentKey(url: string): Promise<string> {
  const db = createDatabase(url, { max: 1, applicationName: 'vividly-cli' });
  try {
    const owner = await db.user.findUniqueOrThrow({ where: { email: seedUsers[0].email } });
    const { key } = await createApiKey(db, {
      organizationId: owner.organizationId,
      userId: owner.id,
      name: 'development key',
    });
    return key;
  } finally {
    await db.$disconnect();
  }
}
