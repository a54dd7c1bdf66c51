import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { commitOf } from '../chaos/header.ts';

/** What the figures depend on. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGiB: number;
  system: string;
  /** Runnable processes over the last minute, before the first run: more than none means company. */
  load: number;
  node: string;
  ffmpeg: string;
  commit: string;
}

export function thisMachine(root: string): Machine {
  const [, ffmpeg = 'unknown'] =
    /^ffmpeg version (\S+)/.exec(execFileSync('ffmpeg', ['-version'], { encoding: 'utf8' })) ?? [];
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    load: loadavg()[0] ?? 0,
    node: process.version,
    ffmpeg,
    commit: commitOf(root),
  };
}

/** In words. */
export function machineLine({ cpu, cores, memoryGiB, system, load, node, ffmpeg, commit }: Machine): string {
  return `${String(cores)} cores (${cpu}), ${String(memoryGiB)} GiB, ${system}, load ${load.toFixed(1)}, Node ${node}, ffmpeg ${ffmpeg}, commit ${commit}`;
}
