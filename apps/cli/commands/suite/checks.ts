/** One thing that must hold of the whole repository: a script of package.json, which exits 0 when it does. */
export interface Check {
  /** The script, and what a person types to run this check alone. */
  script: string;
  /** What holds when it passes. */
  title: string;
}

/** Writes the files that later checks read, so it runs before them, alone. */
export const generation: Check = { script: 'generate', title: 'the Prisma client is generated' };

/** Independent of each other. The slow ones start first, so that two cores finish at the same time. */
export const checks: readonly Check[] = [
  { script: 'lint', title: 'the rules of the house hold' },
  { script: 'typecheck', title: 'the types fit' },
  { script: 'deadcode', title: 'no file, export or dependency is unused' },
  { script: 'format:check', title: 'the code is formatted' },
  { script: 'boundaries', title: 'imports follow the arrows' },
  { script: 'docs:check', title: 'generated documents are up to date' },
  { script: 'build', title: 'every package builds' },
  { script: 'context:check', title: 'the Docker build context is small' },
];
