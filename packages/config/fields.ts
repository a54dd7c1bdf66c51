import { z } from 'zod';
import { PipelineStage } from '@vividly/db/enums';

/** What the documentation says of a key besides its schema. */
export interface FieldMeta {
  group: string;
  description: string;
  /** Its value may also come from the file that NAME_FILE names, and is never printed. */
  secret?: boolean;
  /** Shown in .env.example where there is no default. */
  example?: string;
}

/** Environment values are strings; an empty one counts as not set. */
const blankAsUnset = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? undefined : value);

/** A key of the environment: the schema of its value, with its documentation. */
export function field<T extends z.ZodType>(schema: T, meta: FieldMeta) {
  return z.preprocess(blankAsUnset, schema).meta({ ...meta });
}

/** A whole number from `min` to `max`. */
export const integer = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** A comma-separated list. */
export function list<T extends z.ZodType<unknown, string>>(item: T) {
  return z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()).filter(Boolean))
    .pipe(z.array(item));
}

/** A PostgreSQL URL: TCP (`postgresql://user:p%40ss@host:5432/db`) or socket (`postgresql://user@/db?host=/run/pg`). */
export const postgresUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, 'must start with postgresql://')
  .refine((url) => !/\s/.test(url), 'must not contain blanks; percent-encode special characters of the password')
  .refine((url) => /^[^?]*\/[^/?]+(\?|$)/.test(url.replace(/^[a-z]+:\/\//, '')), 'must name a database');

export const redisUrl = z.string().regex(/^rediss?:\/\//, 'must start with redis:// or rediss://');

/** Name of the key that sets how many tasks of a stage one worker runs at once, e.g. VIDEO_GENERATION_CONCURRENCY. */
export function concurrencyKey(stage: PipelineStage): `${Uppercase<PipelineStage>}_CONCURRENCY` {
  return `${stage.toUpperCase() as Uppercase<PipelineStage>}_CONCURRENCY`;
}
