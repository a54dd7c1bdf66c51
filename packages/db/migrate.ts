export { migrate } from './migrate/apply.ts';
export { migrationNames, prismaDir, readSchema } from './migrate/source.ts';
