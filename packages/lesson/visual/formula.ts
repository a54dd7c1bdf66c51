import { z } from 'zod';
import { texSchema } from '../tex/check.ts';
import { elementIdSchema, labelSchema, phraseSchema } from './part.ts';

/**
 * A formula, and what its symbols mean. `expression` says it in plain text and Unicode (F = m × a): it is what is read
 * out to those who cannot see it, and is typeset itself where it is simple. `tex` is for what plain text cannot say.
 */
export const formulaVisual = z.strictObject({
  kind: z.literal('formula'),
  expression: z.string().trim().min(1).max(40),
  tex: texSchema.optional(),
  parts: z
    .array(
      z.strictObject({ id: elementIdSchema, symbol: z.string().trim().min(1).max(10), meaning: labelSchema }),
    )
    .max(4),
});

/** A line of a worked example: words, or a formula in plain text with its TeX where that is needed. */
const statementSchema = z.strictObject({
  id: elementIdSchema,
  text: phraseSchema,
  tex: texSchema.optional(),
});

/** What is given, the steps from it with the reason for each, and what comes out. */
export const workedExampleVisual = z.strictObject({
  kind: z.literal('worked_example'),
  given: z.array(statementSchema).min(1).max(3),
  steps: z
    .array(statementSchema.extend({ reason: labelSchema.optional() }))
    .min(1)
    .max(8),
  result: statementSchema,
});
