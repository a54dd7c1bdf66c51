import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { entryArguments, type Installation } from '../installation.ts';

/** The process that ends this run's programs should this process die. */
export interface Guardian {
  /** Lets it go, after everything has been stopped, and waits for its end. */
  dismiss(): Promise<void>;
}

/** Starts the guardian of the run `runId`; it ends by itself once this process has, however that came. */
export function startGuardian({ root, runFile, postgresDir }: Installation, runId: string): Guardian {
  const guardian = spawn(
    process.execPath,
    [...entryArguments(root, 'cli', 'guardian'), runFile, postgresDir, runId],
    {
      detached: true,
      // The open pipe is what tells the guardian that this process lives.
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: root,
    },
  );
  const ended = once(guardian, 'exit').catch(() => undefined);
  guardian.stdin.on('error', () => undefined);
  return {
    async dismiss() {
      guardian.stdin.end();
      await ended;
    },
  };
}
