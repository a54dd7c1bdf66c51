import { execFileSync } from 'node:child_process';
import { closeSync, cpSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A directory that lies on a small disk of its own for a while. */
export interface SmallDisk {
  /** Takes every byte that is left, and whatever becomes free, until `free`. */
  fill(): void;
  free(): void;
  /** Takes the disk away again; its files stay in the directory. */
  remove(): void;
}

const fillEveryMs = 10;
const filler = '.filler';
/** The last of them is a page, in which a tmpfs counts. */
const steps = [2 ** 20, 2 ** 12].map((bytes) => Buffer.alloc(bytes));

/** Mounts a tmpfs of so many MiB over an existing directory, whose files are hidden meanwhile. Needs root, and Linux. */
export function mountSmallDisk(directory: string, mebibytes: number): SmallDisk {
  try {
    const size = `size=${String(mebibytes)}m,mode=755`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', directory], { stdio: 'pipe' });
  } catch (cause) {
    throw new Error(
      `no tmpfs can be mounted here, which a full disk needs (as root, on Linux): ${String(cause)}`,
      { cause },
    );
  }
  let filling: { timer: NodeJS.Timeout; file: number } | null = null;
  const free = () => {
    if (filling === null) return;
    clearInterval(filling.timer);
    closeSync(filling.file);
    rmSync(join(directory, filler));
    filling = null;
  };
  return {
    fill() {
      const file = openSync(join(directory, filler), 'w');
      const top = () => {
        for (const step of steps) writeAll(file, step);
      };
      top();
      filling = { timer: setInterval(top, fillEveryMs), file };
    },
    free,
    remove() {
      free();
      const kept = mkdtempSync(join(dirname(directory), 'kept-'));
      cpSync(directory, kept, { recursive: true });
      // What an interrupted worker still holds open goes with it.
      execFileSync('umount', ['-l', directory], { stdio: 'pipe' });
      cpSync(kept, directory, { recursive: true });
      rmSync(kept, { recursive: true });
    },
  };
}

/** Writes the chunk again and again until there is no space for it. */
function writeAll(file: number, chunk: Buffer): void {
  try {
    for (;;) if (writeSync(file, chunk) < chunk.length) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
