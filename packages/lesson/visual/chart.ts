import { z } from 'zod';
import { elementIdSchema, labelSchema } from './part.ts';

export const chartVisual = z.strictObject({
  kind: z.literal('chart'),
  chart: z.enum(['bar', 'line']),
  /** Unit written on the value axis, e.g. "kg". */
  unit: z.string().trim().max(12).optional(),
  points: z
    .array(z.strictObject({ id: elementIdSchema, label: labelSchema, value: z.number() }))
    .min(2)
    .max(8),
});
