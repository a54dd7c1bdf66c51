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
