import type { Fields, Values } from './fields.ts';
import {
  apiKeys,
  concurrencyKeys,
  databaseKeys,
  migrateKeys,
  processKeys,
  redisKeys,
  renderKeys,
  speechKeys,
  storageKeys,
  workerKeys,
  writerKeys,
} from './groups.ts';
import { speechRules, storageRules, writerRules, type Rule } from './rules.ts';

/** Everything that a process reads from its environment. */
export interface ProcessEnv<F extends Fields = Fields> {
  fields: F;
  rules: readonly Rule<Values<F>>[];
}

const migrateFields = { ...processKeys, ...databaseKeys, ...migrateKeys };
const apiFields = {
  ...processKeys,
  ...databaseKeys,
  ...redisKeys,
  ...apiKeys,
  ...storageKeys,
  ...speechKeys,
};
const workerFields = {
  ...processKeys,
  ...databaseKeys,
  ...redisKeys,
  ...workerKeys,
  ...concurrencyKeys,
  ...writerKeys,
  ...speechKeys,
  ...storageKeys,
  ...renderKeys,
};

/** Environment of the API process. */
export const apiEnv: ProcessEnv<typeof apiFields> = {
  fields: apiFields,
  rules: [...storageRules, ...speechRules],
};

/** Environment of a worker process. */
export const workerEnv: ProcessEnv<typeof workerFields> = {
  fields: workerFields,
  rules: [...storageRules, ...writerRules, ...speechRules],
};
export type WorkerConfig = Values<typeof workerFields>;

/** Environment of what prepares the database and ends. */
export const migrateEnv: ProcessEnv<typeof migrateFields> = { fields: migrateFields, rules: [] };

/** Where files are, for programs that only look at them. */
export const storageEnv: ProcessEnv<typeof storageKeys> = { fields: storageKeys, rules: storageRules };

/** Every process with its environment, for the documentation. */
export const processes: Readonly<Record<string, { fields: Fields }>> = {
  api: apiEnv,
  worker: workerEnv,
  migrate: migrateEnv,
};
