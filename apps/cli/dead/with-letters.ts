import { createDatabase, type Database } from '@vividly/db';
import type { CommandContext } from '../context.ts';
import { CommandError } from '../exit-codes.ts';
import { withDatabase } from '../stack/with-database.ts';

/** Prisma's code for a table that is not there. */
const noTable = 'P2021';

/** Calls `use` with the database. Throws `CommandError` when it does not have this version's tables. */
export async function withLetters<T>(
  context: CommandContext,
  command: string,
  use: (db: Database) => Promise<T>,
): Promise<T> {
  return withDatabase(context, command, async (url) => {
    const db = createDatabase(url, { max: 2, applicationName: 'vividly-dead' });
    try {
      await db.deadLetter.findFirst({ select: { id: true } });
      return await use(db);
    } catch (error) {
      if ((error as { code?: unknown }).code === noTable)
        throw new CommandError('The database lacks tables of this version: run ./vividly migrate.', {
          cause: error,
        });
      throw error;
    } finally {
      await db.$disconnect();
    }
  });
}
