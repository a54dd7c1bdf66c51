import { z } from 'zod';
import { DatabaseUrlError, poolConfig } from '@vividly/db/connection';
import type { PipelineStage } from '@vividly/db/enums';

/** What the documentation says of a key besides its schema. */
export interface FieldMeta {
  /** Keys of one group stand together in the documentation. */
  group: string;
  description: string;
  /** Its value may also come from the file that NAME_FILE names, and is never printed. */
  secret?: boolean;
  /** Shown in .env.example where there is no default. */
  example?: string;
}

/** A key of the environment: reads the text of a variable, or nothing. */
export type Field<T = unknown> = z.ZodType<T>;
export type Fields = Readonly<Record<string, Field>>;
export type Values<F extends Fields> = { [K in keyof F]: z.output<F[K]> };

const registry = z.registry<FieldMeta>();

/** Environment values are strings; an empty one counts as not set. */
const blankAsUnset = (value: unknown) => {
  const text = typeof value === 'string' ? value.trim() : value;
  return text === '' ? undefined : text;
};

/** Documents the schema of a value; the result is what a process's environment is made of. */
export function field<T extends z.ZodType>(schema: T, meta: FieldMeta): Field<z.output<T>> {
  const documented: Field<z.output<T>> = z
    .preprocess(blankAsUnset, schema)
    .meta({ description: meta.description });
  registry.add(documented, meta);
  return documented;
}

/** The documentation of a key made by `field`. */
export function metaOf(schema: Field): FieldMeta {
  const meta = registry.get(schema);
  if (!meta) throw new TypeError('a key of the environment is made with field()');
  return meta;
}

/** A value as one writes it in the environment; a list's entries stand between commas. */
export function textOf(value: unknown): string {
  return (Array.isArray(value) ? value : [value ?? '']).map(String).join(',');
}

// The reasons of these schemas say what a value must be and never quote the one that was given.

/** One of some words. */
export function choice<const T extends Readonly<Record<string, string>> | readonly string[]>(words: T) {
  const options = (Array.isArray(words) ? words : Object.values(words)) as string[];
  return z.enum(options as (T extends readonly (infer W extends string)[] ? W : T[keyof T] & string)[], {
    error: `must be one of ${options.join(', ')}`,
  });
}

/** A whole number from `min` to `max`. */
export function integer(min: number, max: number) {
  const error = `must be a whole number from ${String(min)} to ${String(max)}`;
  return z
    .string()
    .regex(/^\d+$/, error)
    .transform(Number)
    .pipe(z.int(error).min(min, error).max(max, error));
}

/** A number above zero, at most `max`. */
export function positive(max: number) {
  const error = `must be a number above 0, at most ${String(max)}`;
  return z
    .string()
    .regex(/^\d+(\.\d+)?$/, error)
    .transform(Number)
    .pipe(z.number(error).gt(0, error).max(max, error));
}

/** `true` or `false`. */
export function flag() {
  return z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'], error: 'must be true or false' });
}

/** A comma-separated list, each entry once. */
export function list<T extends z.ZodType<unknown, string>>(item: T) {
  return z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .refine((parts) => new Set(parts).size === parts.length, 'must name each entry once')
    .pipe(z.array(item).min(1, 'must name at least one'));
}

/** An address of the web. */
export function httpUrl() {
  return z.url({ protocol: /^https?$/, error: 'must be a URL that starts with http:// or https://' });
}

/** A PostgreSQL URL: TCP (`postgresql://user:p%40ss@host:5432/db`) or socket (`postgresql://user@/db?host=/run/pg`). */
export function postgresUrl() {
  return z.string().check((context) => {
    try {
      poolConfig(context.value);
    } catch (error) {
      if (!(error instanceof DatabaseUrlError)) throw error;
      context.issues.push({ code: 'custom', message: error.message, input: undefined });
    }
  });
}

/** `redis://`, or `rediss://` for TLS. */
export function redisUrl() {
  return z.url({ protocol: /^rediss?$/, error: 'must be a URL that starts with redis:// or rediss://' });
}

/** Name of the key that sets how many tasks of a stage one worker runs at once, e.g. VIDEO_GENERATION_CONCURRENCY. */
export function concurrencyKey<S extends PipelineStage>(stage: S): `${Uppercase<S>}_CONCURRENCY` {
  return `${stage.toUpperCase() as Uppercase<S>}_CONCURRENCY`;
}
