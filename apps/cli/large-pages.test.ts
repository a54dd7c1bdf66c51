import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './installation.ts';
import { withLargePages } from './large-pages.ts';

test('what the person has set stays', () => {
  const own = { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=0', LANG: 'C' };
  expect(withLargePages(own)).toEqual(own);
});

test('the image of the worker has what workers here are started with', () => {
  const worker = readFileSync(join(repositoryRoot(), 'Dockerfile'), 'utf8').split('AS worker\n')[1] ?? '';
  for (const [name, value] of Object.entries(withLargePages({})))
    expect(worker).toMatch(new RegExp(`^ENV .*\\b${name}=${String(value)}$`, 'm'));
});
