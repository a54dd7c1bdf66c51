export * from './services/test-database.ts';
