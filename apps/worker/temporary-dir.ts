import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names say whose a directory is: the temporary directory may be shared by workers of several machines. */
const ofThisMachine = `vividly-worker-${hostname()}-`;

/** The directory below which everything lies that one worker process keeps for a while. */
export interface TemporaryDir {
  path: string;
  /** Removes what workers of this machine left that died without clearing up, and ends programs that still write there. */
  clearAfterDead(): void;
  /** Removes this process's own. */
  remove(): void;
}

/**
 * Makes this process's temporary directory below `base` and lets `os.tmpdir()` point to it, so that whatever a task or a provider
 * writes for a while goes with it.
 */
export function openTemporaryDir(base = tmpdir()): TemporaryDir {
  const path = mkdtempSync(join(base, `${ofThisMachine}${String(process.pid)}-`));
  process.env['TMPDIR'] = path;
  return {
    path,
    clearAfterDead() {
      const others = readdirSync(base).filter(
        (name) => name.startsWith(ofThisMachine) && join(base, name) !== path,
      );
      for (const name of others) {
        const pid = Number(/^(\d+)-/.exec(name.slice(ofThisMachine.length))?.[1]);
        // One that has our own number is from before a restart.
        if (pid !== process.pid && isAlive(pid)) continue;
        endProgramsAt(join(base, name));
        rmSync(join(base, name), { recursive: true, force: true });
      }
    },
    remove() {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Kills programs that were started with a path below `dir`: an ffmpeg that hangs outlives a worker that was killed.
 * Only Linux tells what a process was started with; elsewhere they end when their pipes break.
 */
function endProgramsAt(dir: string): void {
  if (process.platform !== 'linux') return;
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      if (readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(`${dir}/`))
        process.kill(Number(name), 'SIGKILL');
    } catch {
      // It ended while we looked.
    }
  }
}
