import { z } from 'zod';
import { elementIdSchema, labelSchema } from './part.ts';

/** Things, and what passes between them. */
export const diagramVisual = z
  .strictObject({
    kind: z.literal('diagram'),
    nodes: z.array(z.strictObject({ id: elementIdSchema, label: labelSchema })).max(12),
    arrows: z
      .array(
        z.strictObject({
          id: elementIdSchema,
          from: elementIdSchema,
          to: elementIdSchema,
          label: labelSchema.optional(),
        }),
      )
      .max(12),
  })
  .superRefine(({ nodes, arrows }, context) => {
    const known = new Set(nodes.map(({ id }) => id));
    const looped = new Set<string>();
    for (const { id, from, to } of arrows) {
      for (const end of [from, to])
        if (!known.has(end))
          context.addIssue({
            code: 'custom',
            message: `arrow ${id} names node ${end}, which the diagram does not hold`,
          });
      if (from !== to) continue;
      if (looped.has(from))
        context.addIssue({ code: 'custom', message: `arrow ${id} is the second from ${from} to itself` });
      looped.add(from);
    }
  });
