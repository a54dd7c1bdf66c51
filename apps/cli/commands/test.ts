import type { CommandContext } from '../context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { runTests } from './suite/run.ts';

/**
 * `./vividly test [what...]`: everything that CI runs, or the named checks, Jest projects and test paths. Prints its
 * findings, last the line `N passed, N failed`. `failed` when anything did.
 */
export async function test(context: CommandContext, selection: readonly string[] = []): Promise<ExitCode> {
  const { installation, print, signal } = context;
  const { failures } = await runTests({ root: installation.root, selection, print, signal });
  if (signal.aborted) return exitCodes.interrupted;
  return failures.length === 0 ? exitCodes.ok : exitCodes.failed;
}
