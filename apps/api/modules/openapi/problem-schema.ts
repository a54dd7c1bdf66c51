import { z } from 'zod';
import { problems, type ProblemCode } from '../../http/problems.ts';

const codes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]];

/** Every error answer (RFC 9457). */
export const problemSchema = z
  .looseObject({
    type: z.string().meta({ description: 'Path of a description of this kind of error.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().meta({ description: 'The path that was asked for.' }),
    code: z.enum(codes).meta({ description: 'Stable: branch on this.' }),
    requestId: z.string().meta({ description: 'Of the X-Request-Id header; tell it to support.' }),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'The fields, parameters or headers that are not valid.' }),
  })
  .meta({ id: 'Problem' });
