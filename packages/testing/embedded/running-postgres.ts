import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The command line of a process, or '' when there is none of that number. */
function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8');
  } catch {
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  }
}

/**
 * Process id of the PostgreSQL that serves `dir` right now, whoever started it; null when none does. A number that a
 * crash left behind and that another program bears by now does not count.
 */
export function runningPostgres(dir: string): number | null {
  let pid: number;
  try {
    pid = Number(readFileSync(join(dir, 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return null;
  }
  const command = commandLine(pid);
  return command.includes('postgres') && command.includes(dir) ? pid : null;
}
