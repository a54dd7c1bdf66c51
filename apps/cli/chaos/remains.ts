import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ChaosStack } from './stack.ts';
import { programsNaming } from './task-programs.ts';

/** What work leaves outside of the database while it goes on, and must not leave afterwards. */
export interface Remains {
  /** Programs that workers started and that still run. */
  programs: string[];
  /** Temporary files and directories of workers, also of those that were killed: the living clear up after them. */
  directories: string[];
  /** Half-written files in the storage. */
  temporaryFiles: string[];
}

export async function remainsOf({ crew, ffmpeg, installation }: ChaosStack): Promise<Remains> {
  const programs = await programsNaming(ffmpeg.directory, crew.pids());
  return {
    programs: programs.map(({ name, pid }) => `${name} (process ${String(pid)})`),
    directories: crew.temporaries(),
    temporaryFiles: listed(join(installation.storageDir, '.tmp')),
  };
}

function listed(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
