import type { CommandContext } from '../context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { tallyChaos } from './suite/chaos.ts';
import { runTests } from './suite/run.ts';

/**
 * `./vividly test [what...]`: everything that CI runs, or the named checks, Jest projects, test paths and `chaos`. Prints its
 * findings, last the line `N passed, N failed`. `failed` when anything did.
 */
export async function test(context: CommandContext, selection: readonly string[] = []): Promise<ExitCode> {
  const { installation, print, signal } = context;
  const { root } = installation;
  const { failures } = await runTests({
    root,
    selection,
    print,
    signal,
    breakOnPurpose: async () => tallyChaos({ root, print, signal }),
  });
  if (signal.aborted) return exitCodes.interrupted;
  return failures.length === 0 ? exitCodes.ok : exitCodes.failed;
}
