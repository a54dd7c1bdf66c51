import type { Database, SeedTable } from '@vividly/db';
import type { Library } from '@vividly/knowledge/library';
import { accountTables, seedAccounts, seedOrganization, seedUsers } from './accounts.ts';
import { libraryTables } from './library.ts';
import { syncTable } from './sync-table.ts';

export { seedOrganization, seedUsers };

/** Any number, the same for every process that seeds. */
const seedLock = 7_266_843_360;

/**
 * Brings the database to the seeds: the demo organization with a user of each role, the interests and the library.
 * Run it as often as you like, from as many processes as you like: a second run writes nothing.
 */
export async function seed(db: Database, library: Library): Promise<void> {
  await db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${seedLock})`;
      await seedAccounts(tx);
      for (const table of libraryTables(library)) await syncTable(tx, table);
    },
    { maxWait: 30_000, timeout: 60_000 },
  );
}

/** Every seeded row, for `verifyDatabase`. */
export function seedTables(library: Library): SeedTable[] {
  return [...accountTables, ...libraryTables(library)];
}
