import { z } from 'zod';

/** Control characters other than tab and line ends, and halves of surrogate pairs: PostgreSQL stores neither. */
const unprintable = /\p{Cs}|[^\P{Cc}\t\n\r]/u;

/** A text of `min` to `max` characters (code points, as PostgreSQL counts them) once blanks around it are gone. */
export function text({ min, max }: { min: number; max: number }): z.ZodType<string, string> {
  const lengthOf = (value: string) => Array.from(value).length;
  return z
    .string()
    .trim()
    .refine((value) => lengthOf(value) >= min && lengthOf(value) <= max, {
      error: `must have ${String(min)} to ${String(max)} characters`,
    })
    .refine((value) => !unprintable.test(value), { error: 'must not contain control characters' })
    .meta({ minLength: min, maxLength: max });
}

/** Control characters, line ends among them, and halves of surrogate pairs. */
const unspeakable = /\p{Cs}|\p{Cc}/u;

/** Where in a checked value texts stand that can be neither spoken nor drawn: paths from the outside in. */
export function unspeakablePaths(value: unknown, path: PropertyKey[] = []): PropertyKey[][] {
  if (typeof value === 'string') return unspeakable.test(value) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => unspeakablePaths(inner, [...path, key]));
}

/** What the client attaches to a request and gets back with it: a small JSON object. */
const metadataLimits = { bytes: 8_192, depth: 5 };

/** A JSON object of at most 8 KB and five levels that PostgreSQL can store. */
export const metadataSchema = z
  .record(z.string(), z.unknown())
  .superRefine((value, context) => {
    const fault = metadataFault(value);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  })
  .meta({
    type: 'object',
    additionalProperties: true,
    description: `Anything that helps you to recognise the request: at most ${String(metadataLimits.bytes)} bytes of JSON, ${String(metadataLimits.depth)} levels deep. Comes back as it is.`,
  });

function metadataFault(metadata: Record<string, unknown>): string | null {
  let level: unknown[] = [metadata];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > metadataLimits.depth + 1) return `must have at most ${String(metadataLimits.depth)} levels`;
    if (level.some((value) => typeof value === 'string' && unstorable(value)))
      return 'must not contain NUL or half a surrogate pair';
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null
        ? [...(Array.isArray(value) ? [] : Object.keys(value)), ...(Object.values(value) as unknown[])]
        : [],
    );
  }
  const bytes = Buffer.byteLength(JSON.stringify(metadata));
  return bytes > metadataLimits.bytes
    ? `must have at most ${String(metadataLimits.bytes)} bytes of JSON`
    : null;
}

function unstorable(value: string): boolean {
  return value.includes('\0') || /\p{Cs}/u.test(value);
}
