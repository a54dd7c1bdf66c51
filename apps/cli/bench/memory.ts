import { readdirSync, readFileSync } from 'node:fs';

const sampleEveryMs = 50;

/** Watches the memory of a process and of all that it started. */
export interface MemoryWatch {
  /** The most so far, in MB of 10^6 bytes. */
  peakMB(): number;
  stop(): void;
}

/** Samples 20 times a second the proportional set size: pages that processes share count once (proc(5), smaps_rollup). */
export function watchMemory(pid: number): MemoryWatch {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(
      peak,
      treeOf(pid).reduce((sum, each) => sum + bytesOf(each), 0),
    );
  }, sampleEveryMs);
  return {
    peakMB: () => peak / 1e6,
    stop: () => clearInterval(timer),
  };
}

/** A process and its descendants; those that end meanwhile are left out. */
function treeOf(pid: number): number[] {
  const children = orNothing(() =>
    readdirSync(`/proc/${String(pid)}/task`).flatMap((thread) =>
      readFileSync(`/proc/${String(pid)}/task/${thread}/children`, 'utf8')
        .split(' ')
        .filter(Boolean),
    ),
  );
  return [pid, ...(children ?? []).flatMap((child) => treeOf(Number(child)))];
}

function bytesOf(pid: number): number {
  const rollup = orNothing(() => readFileSync(`/proc/${String(pid)}/smaps_rollup`, 'utf8'));
  return 1024 * Number(/^Pss:\s+(\d+) kB$/m.exec(rollup ?? '')?.[1] ?? 0);
}

/** What `read` returns, or undefined when the process has gone. */
function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}
