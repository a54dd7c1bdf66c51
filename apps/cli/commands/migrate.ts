import { describeDatabase } from '@vividly/db/connection';
import { settleMigration } from '@vividly/db/migrate';
import type { CommandContext } from '../context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { prepareDatabase } from '../stack/prepare-database.ts';
import { withDatabase } from '../stack/with-database.ts';

/** Interrupted migrations that somebody has looked into, by what became of them. */
export type SettledMigrations = Record<'applied' | 'rolled_back', string | undefined>;

/** Applies what is missing of the migrations, and the seeds. */
export async function migrateCommand(
  context: CommandContext,
  { applied: done, rolled_back: undone }: SettledMigrations,
): Promise<ExitCode> {
  return withDatabase(context, 'vividly migrate', async (url) => {
    if (done !== undefined) await settleMigration(url, done, 'applied');
    if (undone !== undefined) await settleMigration(url, undone, 'rolled_back');
    const applied = await prepareDatabase(url, context.installation);
    for (const name of applied) context.print(`applied ${name}`);
    context.print(
      `${describeDatabase(url)}: ${applied.length === 0 ? 'no migration was missing' : `${String(applied.length)} applied`}, seeds are in place`,
    );
    return exitCodes.ok;
  });
}
