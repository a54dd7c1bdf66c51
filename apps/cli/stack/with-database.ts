import type { CommandContext } from '../context.ts';
import { endLeftovers } from './clean-up.ts';
import { givenUrl } from './environment.ts';
import { startGuardian } from './guard.ts';
import { createPrograms } from './programs.ts';
import { openRun } from './open-run.ts';
import { liveRun } from './run-record.ts';
import { openDatabase } from './services.ts';

/**
 * Calls `use` with the URL of the database: DATABASE_URL, that of the stack that runs in this checkout, or the embedded
 * one, started for the call. Throws `RunInProgress` while another command starts or stops a stack.
 */
export async function withDatabase<T>(
  { installation, environment, signal }: CommandContext,
  command: string,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const given = givenUrl(environment, 'DATABASE_URL') ?? liveRun(installation.runFile)?.stack?.databaseUrl;
  if (given !== undefined) return use(given);
  const journal = await openRun(installation.runFile, command, async (crashed) => {
    await endLeftovers(crashed, installation.postgresDir);
  });
  const guardian = startGuardian(installation, journal.id);
  const programs = createPrograms(journal, installation.logsDir);
  const interrupt = () => void programs.stopAll();
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    const { url } = await openDatabase(installation, environment, programs);
    return await use(url);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', interrupt);
    await programs.stopAll();
    journal.close();
    await guardian.dismiss();
  }
}
