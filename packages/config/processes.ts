import { PipelineStage } from '@vividly/db/enums';
import { concurrencyKey, type Fields, type Values } from './fields.ts';
import {
  apiKeys,
  concurrencyKeys,
  databaseKeys,
  processKeys,
  providerKeys,
  redisKeys,
  renderKeys,
  storageKeys,
  workerKeys,
} from './groups.ts';
import { providerRules, storageRules, type Rule } from './rules.ts';

/** Everything that a process reads from its environment. */
export interface ProcessEnv<F extends Fields = Fields, C extends Values<F> = Values<F>> {
  fields: F;
  rules: readonly Rule<Values<F>>[];
  /** The configuration from values that are all right. */
  build: (values: Values<F>) => C;
}

/** What `loadConfig` makes of an environment. */
export type ConfigOf<E> = E extends { build: (values: never) => infer C } ? C : never;

const migrateFields = { ...processKeys, ...databaseKeys };
const apiFields = { ...processKeys, ...databaseKeys, ...redisKeys, ...apiKeys, ...storageKeys };
const workerFields = {
  ...processKeys,
  ...databaseKeys,
  ...redisKeys,
  ...workerKeys,
  ...concurrencyKeys,
  ...providerKeys,
  ...storageKeys,
  ...renderKeys,
};

/** Environment of the API process. */
export const apiEnv = {
  fields: apiFields,
  rules: storageRules,
  build: (values: Values<typeof apiFields>) => values,
} satisfies ProcessEnv<typeof apiFields>;
export type ApiConfig = ConfigOf<typeof apiEnv>;

/** Environment of a worker process; `concurrency` holds what the keys of the stages say. */
export const workerEnv = {
  fields: workerFields,
  rules: [...storageRules, ...providerRules],
  build: (values: Values<typeof workerFields>) => ({
    ...values,
    concurrency: Object.fromEntries(
      Object.values(PipelineStage).map((stage) => [stage, values[concurrencyKey(stage)]]),
    ) as Record<PipelineStage, number | undefined>,
  }),
} satisfies ProcessEnv<typeof workerFields>;
export type WorkerConfig = ConfigOf<typeof workerEnv>;

/** Environment of the commands that only need the database: migrate, verify. */
export const migrateEnv = {
  fields: migrateFields,
  rules: [],
  build: (values: Values<typeof migrateFields>) => values,
} satisfies ProcessEnv<typeof migrateFields>;

/** Every process with its environment, for the documentation. */
export const processes: Readonly<Record<string, { fields: Fields }>> = {
  api: apiEnv,
  worker: workerEnv,
  migrate: migrateEnv,
};
