import { z } from 'zod';
import { elementIdSchema, labelSchema } from './part.ts';

/** Things, and what passes between them. */
export const diagramVisual = z
  .strictObject({
    kind: z.literal('diagram'),
    nodes: z
      .array(z.strictObject({ id: elementIdSchema, label: labelSchema }))
      .min(2)
      .max(6),
    arrows: z
      .array(
        z.strictObject({
          id: elementIdSchema,
          from: elementIdSchema,
          to: elementIdSchema,
          label: labelSchema.optional(),
        }),
      )
      .min(1)
      .max(8),
  })
  .superRefine(({ nodes, arrows }, context) => {
    const known = new Set(nodes.map(({ id }) => id));
    for (const { id, from, to } of arrows) {
      for (const end of [from, to])
        if (!known.has(end))
          context.addIssue({
            code: 'custom',
            message: `arrow ${id} names node ${end}, which the diagram does not hold`,
          });
      if (from === to) context.addIssue({ code: 'custom', message: `arrow ${id} joins ${from} to itself` });
    }
  });
