export { migrate, settleMigration } from './migrate/apply.ts';
export { MigrationError } from './migrate/errors.ts';
export { migrationNames } from './migrate/source.ts';
