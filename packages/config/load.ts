import { readFileSync } from 'node:fs';
import { metaOf, type Fields, type Values } from './fields.ts';
import type { ProcessEnv } from './processes.ts';

/** Environment variables as a process gets them. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface ConfigProblem {
  key: string;
  /** Never holds a value. */
  reason: string;
}

/** The environment is not usable; the message names every bad key with the reason, never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];
  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ key, reason }) => `  ${key} ${reason}`);
    super(['the environment is not usable:', ...lines, 'See .env.example for every key.'].join('\n'));
    this.problems = problems;
  }
}

/**
 * Reads a process's environment once. For every secret, NAME_FILE may name a file that holds the value (its last line
 * break is dropped). Throws `ConfigError` naming everything that is missing or malformed at once.
 */
export function loadConfig<F extends Fields>({ fields, rules }: ProcessEnv<F>, env: Environment): Values<F> {
  const problems: ConfigProblem[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(fields)) {
    const given = metaOf(schema).secret === true ? secretOf(key, env) : { value: env[key] };
    if ('problem' in given) {
      problems.push(given.problem);
      continue;
    }
    const parsed = schema.safeParse(given.value);
    if (parsed.success) values[key] = parsed.data;
    else if (isUnset(given.value)) problems.push({ key, reason: 'is not set' });
    else problems.push(...parsed.error.issues.slice(0, 1).map(({ message }) => ({ key, reason: message })));
  }
  const bad = new Set(problems.map(({ key }) => key.replace(/_FILE$/, '')));
  for (const { key, reason, broken } of rules)
    if (!bad.has(key) && broken(values as Partial<Values<F>>)) {
      problems.push({ key, reason });
      bad.add(key);
    }
  if (problems.length > 0) throw new ConfigError(problems);
  return values as Values<F>;
}

function isUnset(value: string | undefined): boolean {
  return value === undefined || value.trim() === '';
}

function secretOf(key: string, env: Environment): { value: string | undefined } | { problem: ConfigProblem } {
  const fileKey = `${key}_FILE`;
  const file = env[fileKey];
  if (file === undefined || isUnset(file)) return { value: env[key] };
  if (!isUnset(env[key]))
    return { problem: { key: fileKey, reason: `is set as well as ${key}; set one of them` } };
  try {
    const value = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    return isUnset(value) ? { problem: { key: fileKey, reason: 'names an empty file' } } : { value };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return { problem: { key: fileKey, reason: `names a file that cannot be read (${code})` } };
  }
}
