import { apiEnv, ConfigError, loadConfig, workerEnv } from '@vividly/config';
import type { Environment } from '../stack/environment.ts';
import { fail, ok, type Finding } from './finding.ts';

/** Addresses that a stack gets from the command line when the environment has none. */
const embedded = {
  DATABASE_URL: 'postgresql://vividly@127.0.0.1:5432/vividly',
  REDIS_URL: 'redis://127.0.0.1:6379',
};

/** Whether the API and the workers would accept the environment, and what it chooses. Never shows a secret. */
export function checkConfiguration(environment: Environment): Finding[] {
  const { DATABASE_URL_FILE: database, REDIS_URL_FILE: redis } = environment;
  const complete = {
    ...environment,
    ...(!environment['DATABASE_URL'] && !database && { DATABASE_URL: embedded.DATABASE_URL }),
    ...(!environment['REDIS_URL'] && !redis && { REDIS_URL: embedded.REDIS_URL }),
  };
  try {
    loadConfig(apiEnv, complete);
    const { LLM_PROVIDER, LLM_FALLBACK, SPEECH_PROVIDER, SPEECH_FALLBACK, STORAGE_PROVIDER } = loadConfig(
      workerEnv,
      complete,
    );
    return [
      ok('writer', [LLM_PROVIDER, ...LLM_FALLBACK].join(', then ')),
      ok('speech', [SPEECH_PROVIDER, ...SPEECH_FALLBACK].join(', then ')),
      ok('storage', STORAGE_PROVIDER),
    ];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ key, reason }) =>
      fail(`setting ${key}`, reason, 'see .env.example for what it may be'),
    );
  }
}
