import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PipelineStage } from '@vividly/db/enums';
import {
  apiEnv,
  concurrencyKey,
  ConfigError,
  loadConfig,
  migrateEnv,
  processes,
  workerEnv,
  type ConfigProblem,
} from './index.ts';
import { textOf } from './fields.ts';
import type { Environment } from './load.ts';

const required = {
  DATABASE_URL: 'postgresql://vividly:p%40ss@db:5432/vividly',
  REDIS_URL: 'redis://redis:6379',
};

/** The problems of an environment, by key. */
function problemsOf(env: Environment): Record<string, string> {
  try {
    loadConfig(workerEnv, env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return Object.fromEntries(error.problems.map(({ key, reason }: ConfigProblem) => [key, reason]));
  }
  return {};
}

describe('loadConfig', () => {
  test('what is not set takes its default', () => {
    expect(loadConfig(workerEnv, required)).toMatchObject({
      NODE_ENV: 'production',
      LOG_LEVEL: 'info',
      DATABASE_POOL_MAX: 10,
      QUEUE_PREFIX: 'vividly',
      WORKER_STAGES: Object.values(PipelineStage),
      TASK_LEASE_SECONDS: 12,
      CLARIFICATION_TTL_HOURS: 72,
      LLM_PROVIDER: 'local',
      LLM_FALLBACK: [],
      SPEECH_PROVIDER: 'flite',
      STORAGE_PROVIDER: 'files',
      S3_FORCE_PATH_STYLE: false,
    });
    expect(loadConfig(apiEnv, required)).toMatchObject({ API_PORT: 3000 });
  });

  test('values are read as what they are', () => {
    const config = loadConfig(workerEnv, {
      ...required,
      WORKER_STAGES: ' video_generation , video_processing',
      VIDEO_GENERATION_CONCURRENCY: '3',
      CLARIFICATION_TTL_HOURS: '0.5',
      STORAGE_PROVIDER: 's3',
      S3_BUCKET: 'lessons',
      S3_FORCE_PATH_STYLE: 'true',
      GEMINI_API_KEY: 'key',
      LLM_FALLBACK: 'gemini',
      GEMINI_MODELS: 'one,two',
    });
    expect(config).toMatchObject({
      WORKER_STAGES: ['video_generation', 'video_processing'],
      CLARIFICATION_TTL_HOURS: 0.5,
      S3_FORCE_PATH_STYLE: true,
      LLM_FALLBACK: ['gemini'],
      GEMINI_MODELS: ['one', 'two'],
    });
    expect(config.VIDEO_GENERATION_CONCURRENCY).toBe(3);
    expect(config.NOTIFICATION_CONCURRENCY).toBeUndefined();
  });

  test('an empty value, or one of blanks, counts as not set', () => {
    expect(loadConfig(apiEnv, { ...required, API_PORT: '', LOG_LEVEL: '  ' })).toMatchObject({
      API_PORT: 3000,
      LOG_LEVEL: 'info',
    });
    expect(problemsOf({ ...required, REDIS_URL: '' })).toEqual({ REDIS_URL: 'is not set' });
  });

  test('every bad key is named at once, with the reason and without a value', () => {
    const bad = {
      DATABASE_URL: 'mysql://root:Hq7xDb@db/vividly',
      REDIS_URL: 'Hq7xRedis',
      LOG_LEVEL: 'Hq7xLevel',
      DATABASE_POOL_MAX: 'Hq7x',
      QUEUE_PREFIX: 'Hq7x prefix',
      WORKER_STAGES: 'validation,Hq7xStage',
      VIDEO_GENERATION_CONCURRENCY: '0',
      TASK_LEASE_SECONDS: '1.5',
      CLARIFICATION_TTL_HOURS: '-1',
      LLM_PROVIDER: 'Hq7xWriter',
      SPEECH_FALLBACK: 'flite,espeak,espeak',
      SPEECH_PROVIDER: 'gemini',
      STORAGE_PROVIDER: 's3',
      S3_ENDPOINT: 'ftp://Hq7x',
      S3_FORCE_PATH_STYLE: 'Hq7x',
      S3_ACCESS_KEY_ID: 'Hq7xKey',
      RENDER_HEIGHT: '721',
    };
    const problems = problemsOf(bad);
    expect(problems).toEqual({
      DATABASE_URL: 'must start with postgresql://',
      REDIS_URL: 'must be a URL that starts with redis:// or rediss://',
      LOG_LEVEL: 'must be one of trace, debug, info, warn, error, fatal, silent',
      DATABASE_POOL_MAX: 'must be a whole number from 1 to 200',
      QUEUE_PREFIX: 'must be made of letters, digits, - and _',
      WORKER_STAGES: `must be one of ${Object.values(PipelineStage).join(', ')}`,
      VIDEO_GENERATION_CONCURRENCY: 'must be a whole number from 1 to 256',
      TASK_LEASE_SECONDS: 'must be a whole number from 2 to 600',
      CLARIFICATION_TTL_HOURS: 'must be a number above 0, at most 8760',
      LLM_PROVIDER: 'must be one of local, gemini',
      SPEECH_FALLBACK: 'must name each entry once',
      S3_ENDPOINT: 'must be a URL that starts with http:// or https://',
      S3_FORCE_PATH_STYLE: 'must be true or false',
      RENDER_HEIGHT: 'must be even',
      S3_BUCKET: 'is needed because STORAGE_PROVIDER is s3',
      S3_SECRET_ACCESS_KEY: 'is needed because S3_ACCESS_KEY_ID is set',
      GEMINI_API_KEY: 'is needed because a provider or a fallback is gemini',
    });
    expect(() => loadConfig(workerEnv, bad)).toThrow(
      /^the environment is not usable:\n {2}LOG_LEVEL must be/,
    );
    expect(() => loadConfig(workerEnv, bad)).not.toThrow(/Hq7x/);
  });

  test.each(['LLM_PROVIDER', 'LLM_FALLBACK', 'SPEECH_PROVIDER', 'SPEECH_FALLBACK'])(
    'GEMINI_API_KEY is needed when %s is gemini, and only then',
    (key) => {
      const offlineLast = key === 'SPEECH_PROVIDER' ? { SPEECH_FALLBACK: 'flite' } : {};
      const named = {
        ...required,
        ...offlineLast,
        [key]: key === 'SPEECH_FALLBACK' ? 'gemini,espeak' : 'gemini',
      };
      expect(problemsOf(named)).toEqual({
        GEMINI_API_KEY: 'is needed because a provider or a fallback is gemini',
      });
      expect(problemsOf({ ...named, GEMINI_API_KEY: 'key' })).toEqual({});
      expect(problemsOf(required)).toEqual({});
    },
  );

  test('a fallback that is the provider itself is refused', () => {
    expect(
      Object.keys(problemsOf({ ...required, LLM_FALLBACK: 'local', SPEECH_FALLBACK: 'espeak,flite' })),
    ).toEqual(['LLM_FALLBACK', 'SPEECH_FALLBACK']);
  });
});

test('every stage has a key for its concurrency, named after it', () => {
  const keys = Object.values(PipelineStage).map(concurrencyKey);
  expect(keys).toContain('VIDEO_GENERATION_CONCURRENCY');
  expect(Object.keys(workerEnv.fields)).toEqual(expect.arrayContaining(keys));
});

describe('DATABASE_URL', () => {
  test.each([
    'postgresql://vividly:p%40ss%2Fword@db:5432/vividly',
    'postgres://vividly@db/vividly',
    'postgresql://vividly:pw@/vividly?host=/var/run/postgresql',
    'postgresql://vividly:pw@/vividly?host=/var/run/postgresql&port=5433',
  ])('%s is read as it is', (DATABASE_URL) => {
    expect(loadConfig(migrateEnv, { DATABASE_URL }).DATABASE_URL).toBe(DATABASE_URL);
  });

  test.each([
    ['postgresql://vividly:pw@db', 'names no database'],
    ['postgresql://vividly:p/w@db:5432/vividly', 'is not a valid connection string'],
  ])('%s is refused', (DATABASE_URL, reason) => {
    expect(() => loadConfig(migrateEnv, { DATABASE_URL })).toThrow(`DATABASE_URL ${reason}`);
  });
});

describe('NAME_FILE', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'vividly-config-'));
  });
  afterAll(() => {
    rmSync(dir, { recursive: true });
  });

  function file(content: string): string {
    const path = join(dir, `${String(content.length)}-${String(Math.random())}`);
    writeFileSync(path, content);
    return path;
  }

  test.each([
    'DATABASE_URL',
    'REDIS_URL',
    'GEMINI_API_KEY',
    'S3_ACCESS_KEY_ID',
    'S3_SECRET_ACCESS_KEY',
  ] as const)('%s may come from a file', (key) => {
    const env = {
      ...required,
      S3_ACCESS_KEY_ID: 'id',
      S3_SECRET_ACCESS_KEY: 'secret',
      GEMINI_API_KEY: 'key',
    };
    const value = key === 'REDIS_URL' ? 'redis://elsewhere:1' : 'postgresql://in:file@db/vividly';
    const config = loadConfig(workerEnv, { ...env, [key]: undefined, [`${key}_FILE`]: file(`${value}\n`) });
    expect(config[key]).toBe(value);
  });

  test('a key that is no secret is not read from a file', () => {
    expect(loadConfig(apiEnv, { ...required, API_PORT_FILE: file('4000') }).API_PORT).toBe(3000);
  });

  test.each([
    ['that is not there', () => join('/nowhere', 'at-all'), 'names a file that cannot be read (ENOENT)'],
    ['that is a folder', () => dir, 'names a file that cannot be read (EISDIR)'],
    ['that is empty', () => file('\n'), 'names an empty file'],
  ])('a file %s is a problem of NAME_FILE', (_what, path, reason) => {
    expect(problemsOf({ ...required, REDIS_URL: undefined, REDIS_URL_FILE: path() })).toEqual({
      REDIS_URL_FILE: reason,
    });
  });

  test('a bad value from a file is named by its key and not shown', () => {
    const env = { ...required, REDIS_URL: undefined, REDIS_URL_FILE: file('Hq7x') };
    expect(problemsOf(env)).toEqual({ REDIS_URL: 'must be a URL that starts with redis:// or rediss://' });
  });

  test('both at once are refused', () => {
    expect(problemsOf({ ...required, REDIS_URL_FILE: file('redis://a') })).toEqual({
      REDIS_URL_FILE: 'is set as well as REDIS_URL; set one of them',
    });
  });
});

test.each(Object.entries(processes))(
  'the defaults of %s are what their own text would give',
  (_name, { fields }) => {
    for (const [key, schema] of Object.entries(fields)) {
      const unset = schema.safeParse(undefined);
      if (!unset.success || unset.data === undefined) continue;
      const text = textOf(unset.data);
      expect([key, schema.safeParse(text).data]).toEqual([key, unset.data]);
    }
  },
);
