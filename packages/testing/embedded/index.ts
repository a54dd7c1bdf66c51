export { launchChild, type Launch, type Program, type RunningProgram } from './launch.ts';
export { PostgresAccountError } from './postgres-account.ts';
export * from './postgres.ts';
export * from './redis.ts';
export * from './redis-content.ts';
export { ServerStartError, stopProgram, type EmbeddedServer } from './server.ts';
