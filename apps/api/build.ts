import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Build } from './deps.ts';

/** What runs: the package's version, and the commit from GIT_COMMIT (set when an image is built) or the checkout. */
export function readBuild(env: NodeJS.ProcessEnv, schemaVersion: string): Build {
  const manifest = createRequire(import.meta.url).resolve('@vividly/api/package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return { version, commit: env['GIT_COMMIT'] ?? checkedOutCommit(manifest), schemaVersion };
}

function checkedOutCommit(manifest: string): string {
  try {
    const cwd = manifest.slice(0, -'package.json'.length);
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  } catch {
    return 'unknown';
  }
}
