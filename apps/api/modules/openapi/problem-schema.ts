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
    findings: z
      .array(
        z.object({
          rule: z.int(),
          name: z.string(),
          message: z.string(),
          sceneId: z.string().optional(),
          sentenceId: z.string().optional(),
          measured: z.number().optional(),
        }),
      )
      .optional()
      .meta({
        description: 'Of `lesson_rules_broken`: the rules, by number and name, and where they are broken.',
      }),
    newest: z
      .object({ id: z.uuid(), revision: z.int(), url: z.string() })
      .optional()
      .meta({ description: 'Of `newer_revision_exists`: the newest revision of the lesson.' }),
  })
  .meta({ id: 'Problem' });
