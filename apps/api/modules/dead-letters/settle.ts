import type { Response } from 'express';
import {
  discardDeadLetter,
  readDeadLetter,
  redriveDeadLetter,
  type DeadLetterAct,
  type DiscardOutcome,
  type RedriveOutcome,
} from '@vividly/engine';
import type { AppDeps } from '../../deps.ts';
import { endpoint, type Endpoint } from '../../http/endpoint.ts';
import { Problem } from '../../http/problems.ts';
import { deadLetterParams, deadLetterPath, deadLettersTag } from './read.ts';
import { deadLetterDetail, deadLetterDetailSchema } from './schema.ts';
import { actOf, deadLetterNotFound } from './scope.ts';

const settled = {
  description: 'The dead letter as it is now.',
  content: { 'application/json': { schema: deadLetterDetailSchema } },
};

/** POST /admin/dead-letters/{id}/redrive. */
export function redriveEndpoint({ db, missingFiles }: AppDeps): Endpoint {
  return endpoint({
    method: 'post',
    path: `${deadLetterPath}/redrive`,
    access: 'api_key',
    operationId: 'redriveDeadLetter',
    tag: deadLettersTag,
    summary: 'Try the failed request again',
    description:
      'Its content request goes on at the task that failed. Every open dead letter of that request is settled with it.',
    params: deadLetterParams,
    answers: { 202: settled },
    problems: [
      'forbidden',
      'dead_letter_not_found',
      'dead_letter_settled',
      'not_redrivable',
      'storage_unavailable',
    ],
    async handle(req, res) {
      const act = actOf(req, res);
      refuse(await redriveDeadLetter(db, act, missingFiles), act);
      await send(res.status(202), db, act);
    },
  });
}

/** POST /admin/dead-letters/{id}/discard. */
export function discardEndpoint({ db }: AppDeps): Endpoint {
  return endpoint({
    method: 'post',
    path: `${deadLetterPath}/discard`,
    access: 'api_key',
    operationId: 'discardDeadLetter',
    tag: deadLettersTag,
    summary: 'Let a dead letter go',
    description: 'Nothing is tried again; the dead letter is kept as settled.',
    params: deadLetterParams,
    answers: { 200: settled },
    problems: ['forbidden', 'dead_letter_not_found', 'dead_letter_settled'],
    async handle(req, res) {
      const act = actOf(req, res);
      refuse(await discardDeadLetter(db, act), act);
      await send(res, db, act);
    },
  });
}

/** Throws the problem of an outcome that settled nothing. */
function refuse(outcome: RedriveOutcome | DiscardOutcome, { id }: DeadLetterAct): void {
  if (outcome === 'not_found') throw deadLetterNotFound(id);
  if (outcome === 'already_settled')
    throw new Problem('dead_letter_settled', `Dead letter ${id} was settled before.`);
  if (outcome === 'not_redrivable')
    throw new Problem('not_redrivable', `The content request of dead letter ${id} is not failed.`);
}

async function send(res: Response, db: AppDeps['db'], act: DeadLetterAct): Promise<void> {
  const letter = await readDeadLetter(db, act);
  // Deleted with its request in between.
  if (letter === null) throw deadLetterNotFound(act.id);
  res.set('Cache-Control', 'no-store').json(deadLetterDetail(letter));
}
