import { apiKeyPattern } from '@vividly/db/api-keys';
import { PipelineStage } from '@vividly/db/enums';
import { z } from 'zod';
import {
  choice,
  concurrencyKey,
  field,
  flag,
  httpUrl,
  integer,
  list,
  positive,
  postgresUrl,
  redisUrl,
  type Field,
} from './fields.ts';

/** The keys of the environment in groups; a process takes the groups it needs (processes.ts). */

const text = () => z.string();

export const processKeys = {
  NODE_ENV: field(choice(['development', 'test', 'production']).default('production'), {
    group: 'Process',
    description: 'Kind of installation',
  }),
  LOG_LEVEL: field(choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'), {
    group: 'Process',
    description: 'Least severe log line that is written',
  }),
};

export const databaseKeys = {
  DATABASE_URL: field(postgresUrl(), {
    group: 'Database',
    description:
      'PostgreSQL, over TCP or a unix socket (`?host=/path`); percent-encode special characters of the password',
    secret: true,
    example: 'postgresql://vividly:vividly@localhost:5432/vividly',
  }),
  DATABASE_POOL_MAX: field(integer(1, 200).default(10), {
    group: 'Database',
    description: 'Connections that one process keeps at most',
  }),
};

export const migrateKeys = {
  DEV_API_KEY: field(text().regex(apiKeyPattern, 'must be vk_ and 43 letters, digits, - or _').optional(), {
    group: 'Migration',
    description: 'API key to put in place for the demo organization, for development; none unless set',
    secret: true,
  }),
};

export const redisKeys = {
  REDIS_URL: field(redisUrl(), {
    group: 'Redis',
    description: 'Redis with maxmemory-policy noeviction',
    secret: true,
    example: 'redis://localhost:6379',
  }),
  QUEUE_PREFIX: field(
    text()
      .regex(/^[\w-]+$/, 'must be made of letters, digits, - and _')
      .default('vividly'),
    {
      group: 'Redis',
      description: 'Separates installations that share a Redis',
    },
  ),
};

export const storageKeys = {
  STORAGE_PROVIDER: field(choice(['files', 's3']).default('files'), {
    group: 'Storage',
    description: 'Where files are kept',
  }),
  STORAGE_DIR: field(text().default('.vividly/storage'), {
    group: 'Storage',
    description: 'Folder of the `files` storage; API and workers must share it',
  }),
  S3_BUCKET: field(text().optional(), {
    group: 'Storage',
    description: 'Bucket of the `s3` storage; needed with it',
  }),
  S3_REGION: field(text().default('us-east-1'), { group: 'Storage', description: 'Region of the bucket' }),
  S3_ENDPOINT: field(httpUrl().optional(), {
    group: 'Storage',
    description: 'URL of an S3-compatible service; unset for AWS',
  }),
  S3_PREFIX: field(text().optional(), { group: 'Storage', description: 'Put before every key' }),
  S3_FORCE_PATH_STYLE: field(flag().default(false), {
    group: 'Storage',
    description: 'host/bucket/key instead of bucket.host/key',
  }),
  S3_ACCESS_KEY_ID: field(text().optional(), {
    group: 'Storage',
    description: 'Unset: found where the process runs (environment, instance or pod role)',
    secret: true,
  }),
  S3_SECRET_ACCESS_KEY: field(text().optional(), {
    group: 'Storage',
    description: 'Belongs to S3_ACCESS_KEY_ID',
    secret: true,
  }),
};

export const apiKeys = {
  API_HOST: field(text().default('127.0.0.1'), {
    group: 'API',
    description: 'Address to listen on; 0.0.0.0 in containers',
  }),
  API_PORT: field(integer(0, 65_535).default(3000), {
    group: 'API',
    description: 'Port to listen on; 0 takes a free one',
  }),
};

const writerName = choice(['local', 'gemini']);
const voiceName = choice(['flite', 'espeak', 'gemini']);

/** Who speaks: workers speak lessons, the API says which voices there are and lets them be heard. */
export const speechKeys = {
  SPEECH_PROVIDER: field(voiceName.default('flite'), { group: 'Providers', description: 'Who speaks' }),
  SPEECH_FALLBACK: field(list(voiceName).default([]), {
    group: 'Providers',
    description:
      'Voices to try, in order, when SPEECH_PROVIDER fails; needed with gemini, as the last must be offline (flite, espeak)',
  }),
  GEMINI_API_KEY: field(text().optional(), {
    group: 'Providers',
    description: 'Needed where a provider or a fallback is gemini',
    secret: true,
  }),
  GEMINI_BASE_URL: field(httpUrl().optional(), {
    group: 'Providers',
    description: 'Other address of the Gemini API',
  }),
  GEMINI_SPEECH_MODEL: field(text().default('gemini-2.5-flash-preview-tts'), {
    group: 'Providers',
    description: 'Text-to-speech model',
  }),
  GEMINI_SPEECH_VOICE: field(text().default('Kore'), {
    group: 'Providers',
    description: 'Voice when a request names none',
  }),
};

export const writerKeys = {
  LLM_PROVIDER: field(writerName.default('local'), {
    group: 'Providers',
    description: 'Who understands questions and writes lessons: the shipped library, or Gemini',
  }),
  LLM_FALLBACK: field(list(writerName).default([]), {
    group: 'Providers',
    description: 'Writers to try, in order, when LLM_PROVIDER fails; none unless set',
  }),
  GEMINI_MODELS: field(list(text()).default(['gemini-2.5-flash']), {
    group: 'Providers',
    description: 'Models to use, in order; one that is gone is named and the next is tried',
  }),
  GEMINI_TIMEOUT_SECONDS: field(integer(1, 600).default(60), {
    group: 'Providers',
    description: 'Longest wait for one answer',
  }),
};

export const workerKeys = {
  WORKER_STAGES: field(list(choice(PipelineStage)).default(Object.values(PipelineStage)), {
    group: 'Worker',
    description: 'Stages this worker runs',
  }),
  WORKER_HEALTH_HOST: field(text().default('127.0.0.1'), {
    group: 'Worker',
    description: 'Address of the health check and metrics; 0.0.0.0 where others look at them',
  }),
  WORKER_HEALTH_PORT: field(integer(0, 65_535).optional(), {
    group: 'Worker',
    description: 'Port of the health check and metrics; 0 takes a free one; none unless set',
  }),
  TASK_LEASE_SECONDS: field(integer(2, 600).default(12), {
    group: 'Worker',
    description: 'After so long without a heartbeat a task passes to another worker',
  }),
  REQUEST_DEADLINE_HOURS: field(positive(8_760).default(24), {
    group: 'Worker',
    description:
      'A request that is not done after so long fails; its time starts again with an answer or a retry',
  }),
  ORPHAN_GRACE_HOURS: field(positive(8_760).default(24), {
    group: 'Worker',
    description: 'Files that nothing refers to are removed from storage once they are so old',
  }),
  SPEECH_CACHE_DAYS: field(positive(3_650).default(30), {
    group: 'Worker',
    description: 'Spoken sentences are kept so long for lessons that have them again',
  }),
  CLARIFICATION_TTL_HOURS: field(positive(8_760).default(72), {
    group: 'Worker',
    description: 'An unanswered question expires after so long and cancels its request',
  }),
};

export const renderKeys = {
  RENDER_HEIGHT: field(
    integer(180, 2160)
      .refine((pixels) => pixels % 2 === 0, 'must be even')
      .default(1080),
    { group: 'Rendering', description: 'Shorter side of the picture in pixels; even' },
  ),
};

/** One key per stage, derived from the enum. */
export const concurrencyKeys = Object.fromEntries(
  Object.values(PipelineStage).map((stage) => [
    concurrencyKey(stage),
    field(integer(1, 256).optional(), {
      group: 'Concurrency',
      description: `Tasks of ${stage} that one worker runs at once; from the number of cores unless set`,
    }),
  ]),
) as Record<`${Uppercase<PipelineStage>}_CONCURRENCY`, Field<number | undefined>>;
