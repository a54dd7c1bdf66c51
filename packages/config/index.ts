export { concurrencyKey, metaOf, textOf, type Field, type FieldMeta } from './fields.ts';
export { ConfigError, loadConfig, type ConfigProblem } from './load.ts';
export { apiEnv, migrateEnv, processes, storageEnv, workerEnv, type WorkerConfig } from './processes.ts';
