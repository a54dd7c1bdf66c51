import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import dockerignore from '@balena/dockerignore';

/** A file of the Docker build context: its path from the root with slashes, and its size. */
export interface ContextFile {
  path: string;
  bytes: number;
}

/** The files that `docker build` would send for the repository at `root`, by the rules of its .dockerignore. */
export function buildContext(root: string): ContextFile[] {
  const rules = readFileSync(join(root, '.dockerignore'), 'utf8');
  const ignored = dockerignore.default().add(rules);
  const exceptions = rules
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1).trim());
  const files: ContextFile[] = [];
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const left = ignored.ignores(path);
      if (entry.isDirectory()) {
        // An exception can lie inside a folder that is left out.
        if (!left || exceptions.some((exception) => exception.startsWith(`${path}/`))) walk(path);
      } else if (entry.isFile() && !left) {
        files.push({ path, bytes: statSync(join(root, path)).size });
      }
    }
  };
  walk('');
  return files;
}
