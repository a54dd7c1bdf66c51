import type { Installation } from '../installation.ts';
import { databaseState, rememberSeeds, seedsRemembered } from './database-state.ts';

/**
 * Brings the database to this version's schema and seeds, whatever state it is in. Returns the migrations that were
 * applied.
 */
export async function prepareDatabase(url: string, { seededFile }: Installation): Promise<string[]> {
  const [{ createDatabase }, { migrate }, { loadLibrary }, { seed }] = await Promise.all([
    import('@vividly/db'),
    import('@vividly/db/migrate'),
    import('@vividly/knowledge/library'),
    import('@vividly/seed'),
  ]);
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

/** The same, but only if a quick look says that something is missing. */
export async function prepareIfNeeded(url: string, installation: Installation): Promise<string[]> {
  const { missing, identity } = await databaseState(url);
  if (missing.length === 0 && seedsRemembered(installation.seededFile, identity)) return [];
  return prepareDatabase(url, installation);
}
