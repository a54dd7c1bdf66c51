export { migrate, settleMigration } from './migrate/apply.ts';
export { MigrationError } from './migrate/errors.ts';
export { migrationNames, prismaDir } from './migrate/source.ts';
