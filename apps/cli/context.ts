import type { ExitCode } from './exit-codes.ts';
import type { Installation } from './installation.ts';
import type { Environment } from './stack/environment.ts';

/** What every command works with. */
export interface CommandContext {
  installation: Installation;
  environment: Environment;
  /** Fires when the person wants the command to end. */
  signal: AbortSignal;
  /** Tells the person what is going on: standard error. */
  say: (line: string) => void;
  /** The command's result: standard output. */
  print: (line: string) => void;
}

/** How the command line runs its commands. */
export interface CommandRunner {
  /** Made when a command runs, not for `--help`. */
  context: () => CommandContext;
  /** Gets the exit code of the command that ran. */
  finish: (code: ExitCode) => void;
}
