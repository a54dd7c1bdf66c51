import { execFile } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installedBrowser } from '@vividly/testing/browser';
import { CommandError } from '../exit-codes.ts';
import type { RemotionProject } from './remotion-job.ts';

const run = promisify(execFile);

/**
 * Installs the pinned Remotion beside the composition, in a folder that Git ignores: its licence is not a free one, so
 * it is no dependency of ours. Throws `CommandError` that says how to mend it.
 */
export async function installRemotion(
  { root, state }: { root: string; state: string },
  signal: AbortSignal,
): Promise<RemotionProject> {
  const browser = installedBrowser();
  if (browser === null)
    throw new CommandError('remotion-1080p needs Chromium: apt-get install chromium, then run it again');
  const project = join(state, 'bench/remotion');
  await mkdir(project, { recursive: true });
  await cp(join(root, 'apps/cli/bench/remotion'), project, { recursive: true });
  try {
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: project, signal });
  } catch (cause) {
    throw new CommandError(
      `Remotion could not be installed: see why with (cd ${project} && npm install), or leave remotion-1080p out`,
      { cause },
    );
  }
  return { project, browser };
}
