export * from './api-keys.ts';
export * from './client.ts';
export * from './connection.ts';
export { assertEnumsMatch } from './enum-drift.ts';
export * from './enums.ts';
export * from './events.ts';
export * from './move-request.ts';
export type { SeedTable } from './seed-table.ts';
export * from './state-machine.ts';
