import { describeDatabase } from '@vividly/db/connection';
import type { CommandContext } from '../context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { prepareDatabase } from '../stack/prepare-database.ts';
import { withDatabase } from '../stack/with-database.ts';

/** Applies what is missing of the migrations, and the seeds. */
export async function migrateCommand(context: CommandContext): Promise<ExitCode> {
  return withDatabase(context, 'vividly migrate', async (url) => {
    const applied = await prepareDatabase(url, context.installation);
    for (const name of applied) context.print(`applied ${name}`);
    context.print(
      `${describeDatabase(url)}: ${applied.length === 0 ? 'no migration was missing' : `${String(applied.length)} applied`}, seeds are in place`,
    );
    return exitCodes.ok;
  });
}
