import type { Environment } from './stack/environment.ts';

/**
 * The environment of a process that renders. Its memory comes in pages of 2 MB where Linux lends them: to start a
 * program the kernel copies the page table of the process that starts it, and that process stands still meanwhile, 28 ms
 * with 400 MB in pages of 4 KB and 3 ms in large ones. A lesson starts a dozen programs. glibc reads the setting when a
 * process starts, so a process cannot give it to itself; other C libraries ignore it. What the person has set stays.
 */
export function withLargePages(environment: Environment): Environment {
  return { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1', ...environment };
}
