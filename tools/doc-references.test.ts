import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const notOurs = new Set(['node_modules', 'dist', 'generated', 'out', '.git', '.turbo', '.vividly']);
/** What people read: pages, and files whose comments name pages. */
const texts = /(\.(md|ts|mjs|cjs|sh|yml|yaml|prisma|sql)|Dockerfile|vividly)$/;

function textsBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : textsBelow(path);
    return entry.isFile() && texts.test(entry.name) ? [path] : [];
  });
}

/**
 * What a text refers to: our own pages and pictures by their path (other projects have a `docs/` too), and in a page
 * the targets of its links.
 */
function references(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  const named = [...text.matchAll(/(?<![\w/.])docs\/(?:decisions|images|reports)\/[\w/-]+\.\w+/g)].map(
    ([name]) => join(root, name),
  );
  if (!path.endsWith('.md')) return named;
  const linked = [...text.matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map(([, target]) =>
    join(dirname(path), target!),
  );
  return [...named, ...linked];
}

test('every page, picture and file that a text refers to is there', () => {
  const files = textsBelow(root);
  const dangling = files.flatMap((path) =>
    references(path)
      .filter((target) => !existsSync(target))
      .map((target) => `${relative(root, path)}: ${relative(root, target)}`),
  );
  expect(dangling).toEqual([]);
  // The launcher names the page that explains it: that much at least was read.
  expect(references(join(root, 'vividly'))).toEqual([join(root, 'docs/decisions/launcher.md')]);
});
