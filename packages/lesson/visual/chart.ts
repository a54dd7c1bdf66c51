import { z } from 'zod';
import { elementIdSchema, labelSchema } from './part.ts';

/** Values by name: as bars, as a line in the order given, or as slices of a whole. */
const valuesSchema = z
  .strictObject({
    kind: z.literal('chart'),
    chart: z.enum(['bar', 'line', 'pie']),
    /** Unit written on the value axis, e.g. "kg". */
    unit: z.string().trim().max(12).optional(),
    points: z
      .array(z.strictObject({ id: elementIdSchema, label: labelSchema, value: z.number() }))
      .min(2)
      .max(8),
  })
  .superRefine(({ chart, points }, context) => {
    if (chart !== 'pie') return;
    for (const { id, value } of points)
      if (value < 0) context.addIssue({ code: 'custom', message: `slice ${id} is less than nothing` });
    if (points.every(({ value }) => value === 0))
      context.addIssue({ code: 'custom', message: 'the slices of a pie make no whole: all are 0' });
  });

/** Points by two measures. */
const scatterSchema = z.strictObject({
  kind: z.literal('chart'),
  chart: z.literal('scatter'),
  /** What the axes measure, with the unit, e.g. "height in cm". */
  axes: z.strictObject({ x: labelSchema, y: labelSchema }),
  points: z
    .array(
      z.strictObject({ id: elementIdSchema, label: labelSchema.optional(), x: z.number(), y: z.number() }),
    )
    .min(2)
    .max(12),
});

export const chartVisual = z.discriminatedUnion('chart', [valuesSchema, scatterSchema]);
