import { z } from 'zod';
import { Problem, type FieldError } from './problems.ts';

/** Checks `value` and returns what the schema makes of it; throws `validation_failed` naming every fault. */
export function validate<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const result = schema.safeParse(value, {
    error: (issue) =>
      issue.code === 'invalid_type' && issue.input === undefined ? 'is required' : undefined,
  });
  if (result.success) return result.data;
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const errors = result.error.issues.flatMap((issue) => fieldErrors(issue, known));
  const named = errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  throw new Problem('validation_failed', `${what} is not valid. ${named.join('; ')}.`, { errors });
}

function fieldErrors(issue: z.core.$ZodIssue, known: string[]): FieldError[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: pathOf([...issue.path, key]),
      message: `is not known here; known are ${known.join(', ')}`,
    }));
  return [{ path: pathOf(issue.path), message: issue.message }];
}

function pathOf(segments: PropertyKey[]): string {
  return segments.map(String).join('.');
}
