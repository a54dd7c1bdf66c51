import { readFileSync, writeFileSync } from 'node:fs';
import { hashApiKey } from '@vividly/db/api-keys';
import type { Installation } from '../installation.ts';
import { databaseState, isValidKey, seedsRemembered } from './database-state.ts';

/**
 * Makes the database ready for the API and the workers; with nothing to do it only looks. Returns the migrations that
 * were applied.
 */
export async function readyDatabase(url: string, installation: Installation): Promise<string[]> {
  const { missing, identity } = await databaseState(url);
  if (missing.length === 0 && seedsRemembered(installation.seededFile, identity)) return [];
  const { prepareDatabase } = await import('./prepare-database.ts');
  return prepareDatabase(url, installation);
}

/**
 * The development API key: the one in its file if this database knows it, else a new one, which is left there for its
 * owner alone. The database, which must be ready, holds only its hash.
 */
export async function developmentKey(url: string, { apiKeyFile }: Installation): Promise<string> {
  const kept = readKey(apiKeyFile);
  if (kept !== null && (await isValidKey(url, hashApiKey(kept)))) return kept;
  const { makeDevelopmentKey } = await import('./prepare-database.ts');
  const key = await makeDevelopmentKey(url);
  writeFileSync(apiKeyFile, `${key}\n`, { mode: 0o600 });
  return key;
}

function readKey(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
