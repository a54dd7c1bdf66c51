import { z } from 'zod';
import { PipelineStage } from '@vividly/db/enums';
import { deathReasons, listDeadLetters, readDeadLetter } from '@vividly/engine';
import type { AppDeps } from '../../deps.ts';
import { endpoint, type Endpoint } from '../../http/endpoint.ts';
import { cursorSchema, limitSchema, pageOf } from '../../http/page.ts';
import { adminPath } from '../../http/paths.ts';
import { deadLetterDetail, deadLetterDetailSchema, deadLetterPageSchema, deadLetterView } from './schema.ts';
import { actOf, adminScopeOf, deadLetterNotFound } from './scope.ts';

const deadLettersPath = `${adminPath}/dead-letters`;
export const deadLetterPath = `${deadLettersPath}/{id}`;
export const deadLetterParams = z.object({ id: z.uuid().meta({ description: 'Id of the dead letter.' }) });
export const deadLettersTag = 'Dead letters';

const listQuery = z.strictObject({
  limit: limitSchema,
  cursor: cursorSchema.optional(),
  state: z.enum(['open', 'settled', 'all']).default('open').meta({ description: 'Whether it was settled.' }),
  stage: z.enum(PipelineStage).optional(),
  code: z.string().min(1).max(100).optional().meta({ description: 'Error code.' }),
  reason: z.enum(deathReasons).optional(),
});

/** GET /admin/dead-letters. */
export function listDeadLettersEndpoint({ db }: AppDeps): Endpoint {
  return endpoint({
    method: 'get',
    path: deadLettersPath,
    access: 'api_key',
    operationId: 'listDeadLetters',
    tag: deadLettersTag,
    summary: 'List work that failed for good, newest first',
    description: 'For admins: of their organization; for super admins: of every organization.',
    input: { query: listQuery },
    answers: {
      200: { description: 'One page.', content: { 'application/json': { schema: deadLetterPageSchema } } },
    },
    problems: ['forbidden'],
    async handle(_req, res, { query: { limit, cursor, ...filter } }) {
      const scope = adminScopeOf(res);
      const page = { limit: limit + 1, after: cursor };
      const letters = await listDeadLetters(db, { ...filter, ...scope }, page);
      res.set('Cache-Control', 'private, no-cache').json(pageOf(letters.map(deadLetterView), limit));
    },
  });
}

/** GET /admin/dead-letters/{id}. */
export function readDeadLetterEndpoint({ db }: AppDeps): Endpoint {
  return endpoint({
    method: 'get',
    path: deadLetterPath,
    access: 'api_key',
    operationId: 'getDeadLetter',
    tag: deadLettersTag,
    summary: 'See why work failed for good',
    params: deadLetterParams,
    answers: {
      200: {
        description: 'Everything that is known.',
        content: { 'application/json': { schema: deadLetterDetailSchema } },
      },
    },
    problems: ['forbidden', 'dead_letter_not_found'],
    async handle(req, res) {
      const act = actOf(req, res);
      const letter = await readDeadLetter(db, act);
      if (letter === null) throw deadLetterNotFound(act.id);
      res.set('Cache-Control', 'private, no-cache').json(deadLetterDetail(letter));
    },
  });
}
