import { spawn } from 'node:child_process';
import { entryArguments, type Installation } from '../installation.ts';

/** Starts the guardian of this run; it ends by itself once this process has, however that came. */
export function startGuardian({ root, runFile, postgresDir }: Installation): void {
  const guardian = spawn(
    process.execPath,
    [...entryArguments(root, 'cli', 'guardian'), runFile, postgresDir],
    {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: root,
    },
  );
  guardian.unref();
  guardian.stdin.on('error', () => undefined);
  // The open pipe is what tells the guardian that this process lives; it must not keep this process alive.
  (guardian.stdin as unknown as { unref(): void }).unref();
}
