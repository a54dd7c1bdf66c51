import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import type { FieldMeta } from './fields.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment is not usable; the message names every bad key with the reason, never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly { key: string; reason: string }[];
  constructor(problems: readonly { key: string; reason: string }[]) {
    const lines = problems.map(({ key, reason }) => `  ${key}: ${reason}`);
    super(`the environment is not complete:\n${lines.join('\n')}\nSee .env.example for every key.`);
    this.problems = problems;
  }
}

/** The documentation of each key of a process's environment, in order. */
export function fieldsOf(schema: z.ZodObject): [key: string, meta: FieldMeta, schema: z.ZodType][] {
  return Object.entries(schema.shape).map(([key, value]) => {
    const field = value as z.ZodType;
    return [key, field.meta() as unknown as FieldMeta, field];
  });
}

/**
 * Reads a process's environment once. For every secret, NAME_FILE may name a file that holds the value (its last line
 * break is dropped). Throws `ConfigError` naming everything that is missing or malformed at once.
 */
export function loadConfig<T extends z.ZodObject>(schema: T, env: Environment): z.infer<T> {
  const problems: { key: string; reason: string }[] = [];
  const values: Record<string, string | undefined> = {};
  for (const [key, meta] of fieldsOf(schema)) {
    try {
      values[key] = meta.secret === true ? secretOf(key, env) : env[key];
    } catch (error) {
      problems.push({ key: `${key}_FILE`, reason: error instanceof Error ? error.message : 'cannot be read' });
    }
  }
  const unreadable = new Set(problems.map(({ key }) => key.replace(/_FILE$/, '')));
  const parsed = schema.safeParse(values);
  if (!parsed.success)
    for (const { path, message } of parsed.error.issues) {
      const key = String(path[0] ?? '');
      if (!unreadable.has(key)) problems.push({ key, reason: values[key] === undefined ? missing(message) : message });
    }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return parsed.data;
}

/** A schema's own reason for an absent value speaks of types; ours says what to do. A custom reason is kept. */
function missing(message: string): string {
  return message.startsWith('Invalid input') ? 'is not set' : message;
}

function secretOf(key: string, env: Environment): string | undefined {
  const file = env[`${key}_FILE`];
  if (file === undefined || file === '') return env[key];
  if (env[key] !== undefined && env[key] !== '') throw new Error(`is set as well as ${key}; set one of them`);
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch {
    throw new Error('names a file that cannot be read');
  }
}
