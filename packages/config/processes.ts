import { z } from 'zod';
import {
  apiKeys,
  concurrencyKeys,
  databaseKeys,
  processKeys,
  providerKeys,
  redisKeys,
  storageKeys,
  workerKeys,
} from './groups.ts';

interface StorageChoice {
  STORAGE_PROVIDER: 'files' | 's3';
  S3_BUCKET?: string | undefined;
}

function needsBucket(config: StorageChoice, context: z.RefinementCtx): void {
  if (config.STORAGE_PROVIDER === 's3' && config.S3_BUCKET === undefined)
    context.addIssue({ code: 'custom', path: ['S3_BUCKET'], message: 'is needed because STORAGE_PROVIDER is s3' });
}

/** Environment of the API process. */
export const apiEnv = z
  .object({ ...processKeys, ...databaseKeys, ...redisKeys, ...storageKeys, ...apiKeys })
  .superRefine(needsBucket);
export type ApiConfig = z.infer<typeof apiEnv>;

/** Environment of a worker process. */
export const workerEnv = z
  .object({
    ...processKeys,
    ...databaseKeys,
    ...redisKeys,
    ...storageKeys,
    ...providerKeys,
    ...workerKeys,
    ...concurrencyKeys,
  })
  .superRefine((config, context) => {
    needsBucket(config, context);
    const chosen = [config.LLM_PROVIDER, ...config.LLM_FALLBACK, config.SPEECH_PROVIDER, ...config.SPEECH_FALLBACK];
    if (chosen.includes('gemini') && config.GEMINI_API_KEY === undefined)
      context.addIssue({ code: 'custom', path: ['GEMINI_API_KEY'], message: 'is needed because a provider is gemini' });
  });
export type WorkerConfig = z.infer<typeof workerEnv>;

/** Environment of the one-shot migration. */
export const migrateEnv = z.object({ ...processKeys, ...databaseKeys });
export type MigrateConfig = z.infer<typeof migrateEnv>;

/** Every process with its environment, for the documentation. */
export const processes = { api: apiEnv, worker: workerEnv, migrate: migrateEnv } as const;
