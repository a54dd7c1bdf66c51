import { verifyDatabase } from '@vividly/db/verify';
import { loadLibrary } from '@vividly/knowledge/library';
import { seedTables } from '@vividly/seed';
import type { CommandContext } from '../context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { withDatabase } from '../stack/with-database.ts';

/** Compares the database with what this version expects and prints PASS or FAIL, with the reason, for each thing. */
export async function verify(context: CommandContext): Promise<ExitCode> {
  const checks = await withDatabase(context, 'vividly verify', (url) =>
    verifyDatabase(url, { seeds: seedTables(loadLibrary()) }),
  );
  for (const check of checks)
    context.print(
      check.ok ? `PASS  ${check.area}: ${check.name}` : `FAIL  ${check.area}: ${check.name}: ${check.reason}`,
    );
  const failed = checks.filter(({ ok }) => !ok).length;
  context.print(`${String(checks.length - failed)} passed, ${String(failed)} failed`);
  return failed === 0 ? exitCodes.ok : exitCodes.failed;
}
