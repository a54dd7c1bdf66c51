import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

export interface TaskProgram {
  pid: number;
  name: string;
  /** Its process group. */
  group: number;
}

/**
 * The programs that run now and whose environment or arguments name `directory`, apart from those with these process
 * ids. Workers hand their PATH on to whatever they start, so that a directory in it marks their programs, also those of
 * workers that are gone; neither a process group nor a parent does, since ffmpeg leads a group of its own.
 */
export async function programsNaming(
  directory: string,
  apartFrom: ReadonlySet<number>,
): Promise<TaskProgram[]> {
  const all = process.platform === 'linux' ? fromProc(directory) : await fromPs(directory);
  return all.filter(({ pid }) => pid !== process.pid && !apartFrom.has(pid));
}

/** proc(5): `pid (comm) state ppid pgrp …`; a zombie (state Z) has ended and only waits to be reaped. */
function fromProc(directory: string): TaskProgram[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const told = ['environ', 'cmdline'].map((file) => readFileSync(`/proc/${entry}/${file}`, 'utf8'));
      if (!told.some((text) => text.includes(directory))) return [];
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const end = stat.lastIndexOf(')');
      const [state, , group] = stat.slice(end + 2).split(' ');
      if (state === 'Z' || state === 'X') return [];
      return [{ pid: Number(entry), name: stat.slice(stat.indexOf('(') + 1, end), group: Number(group) }];
    } catch {
      // It ended while we looked, or is somebody else's.
      return [];
    }
  });
}

/** `-E` shows the environment behind the arguments. */
async function fromPs(directory: string): Promise<TaskProgram[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-E', '-ww', '-o', 'pid=,pgid=,command='], {
    maxBuffer: 64 * 2 ** 20,
  });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, group, program] = /^\s*(\d+)\s+(\d+)\s+(\S+)/.exec(line) ?? [];
    return program === undefined || !line.includes(directory)
      ? []
      : [{ pid: Number(pid), name: program.split('/').at(-1) ?? program, group: Number(group) }];
  });
}
