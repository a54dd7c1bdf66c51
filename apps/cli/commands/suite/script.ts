import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

/** How a script ended: its exit code, or the signal that ended it. */
export type ScriptEnd = { code: number } | { signal: NodeJS.Signals };

/** A running script of package.json. */
export interface RunningScript {
  ended: Promise<ScriptEnd>;
  /** Ends the script and everything it started. */
  kill(signal: NodeJS.Signals): void;
}

/**
 * Runs a script of the repository's package.json as `pnpm run` would, but needs no pnpm: through `sh`, with the
 * installed programs on the path. `hear` gets every line that it prints, on either
 * stream.
 */
export function runScript(
  root: string,
  name: string,
  args: readonly string[],
  hear: (line: string) => void,
): RunningScript {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const line = manifest.scripts[name];
  if (line === undefined) throw new RangeError(`package.json has no script ${name}`);
  const child = spawn('sh', ['-c', `${line} "$@"`, 'sh', ...args], {
    cwd: root,
    env: {
      ...process.env,
      PATH: [join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
      CI: 'true',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: what the script starts ends with it.
    detached: true,
  });
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', hear);
  return {
    ended: new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        resolve(signal === null ? { code: code ?? 1 } : { signal });
      });
    }),
    kill(signal) {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, signal);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    },
  };
}
