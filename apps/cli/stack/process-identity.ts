import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process for certain: its number alone may by now belong to another one. */
export interface ProcessIdentity {
  pid: number;
  /** When it was started, in the words of the system; only to be compared. */
  started: string;
}

/** Who has this process number now; null when nobody, or only one that has ended and waits to be reaped. */
export function identify(pid: number): ProcessIdentity | null {
  const started = process.platform === 'linux' ? startedOnLinux(pid) : startedByPs(pid);
  return started === null ? null : { pid, started };
}

/** Whether that very process still runs. */
export function isRunning({ pid, started }: ProcessIdentity): boolean {
  return identify(pid)?.started === started;
}

/** Boot and clock ticks since then (proc(5), field 22 of stat; the name in field 2 may hold blanks and brackets). */
function startedOnLinux(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return null;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${fields[18] ?? ''}`;
  } catch {
    return null;
  }
}

function startedByPs(pid: number): string | null {
  const { stdout } = spawnSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const line = stdout.trim();
  return line === '' || line.startsWith('Z') ? null : line.replace(/^\S+\s+/, '');
}
