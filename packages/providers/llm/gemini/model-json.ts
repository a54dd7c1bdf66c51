import type { z } from 'zod';
import { ProviderError } from '../../errors.ts';
import type { GeminiAnswer } from './answer.ts';

/**
 * The JSON of an answer as `schema` has it: nulls dropped (see `responseSchemaOf`), ids written as ids.
 * Throws `provider_invalid_output` with every reason.
 */
export function readModelJson<T extends z.ZodType>(answer: GeminiAnswer, schema: T): z.infer<T> {
  const text = answer.parts.map((part) => part.text ?? '').join('');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidOutput(answer.ranOn, `the answer is no JSON: ${text.slice(0, 80)}…`);
  }
  const result = schema.safeParse(tidied(value));
  if (!result.success) throw invalidOutput(answer.ranOn, reasonsOf(result.error));
  return result.data;
}

export function invalidOutput(ranOn: string, reasons: string): ProviderError {
  return new ProviderError('provider_invalid_output', 'gemini', `${ranOn} broke the schema: ${reasons}`);
}

/** Every issue as `path: message`, in one line. */
export function reasonsOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'the answer'}: ${issue.message}`).join('; ');
}

/** Properties that hold ids of our own form (`elementIdSchema`). */
const idProperties = new Set(['id', 'from', 'to', 'answer', 'part', 'objective']);

function tidied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidied);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== null && each !== '')
      .map(([name, each]) => [
        name,
        idProperties.has(name) && typeof each === 'string' ? asId(each) : tidied(each),
      ]),
  );
}

/** "Force Arrow" → "force-arrow": models write an id as they write the thing, the same way each time. */
function asId(text: string): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return (/^[a-z]/.test(plain) ? plain : `n-${plain}`).slice(0, 32).replace(/-+$/, '');
}
