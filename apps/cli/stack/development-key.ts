import { readFileSync, writeFileSync } from 'node:fs';
import { hashApiKey } from '@vividly/db/api-keys';
import { isValidKey } from './database-state.ts';

/**
 * The development API key: the one in `file` if this database knows it, else a new one, which is left in `file` for its
 * owner alone. The database, which must be seeded, holds only its hash.
 */
export async function developmentKey(url: string, file: string): Promise<string> {
  const kept = readKey(file);
  if (kept !== null && (await isValidKey(url, hashApiKey(kept)))) return kept;
  const [{ createApiKey, createDatabase }, { seedUsers }] = await Promise.all([
    import('@vividly/db'),
    import('@vividly/seed'),
  ]);
  const db = createDatabase(url, { max: 1, applicationName: 'vividly-cli' });
  try {
    const owner = await db.user.findUniqueOrThrow({ where: { email: seedUsers[0].email } });
    const { key } = await createApiKey(db, {
      organizationId: owner.organizationId,
      userId: owner.id,
      name: 'development key',
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
