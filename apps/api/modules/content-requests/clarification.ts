import { answerClarification } from '@vividly/engine';
import type { AppDeps } from '../../deps.ts';
import { endpoint, type Endpoint } from '../../http/endpoint.ts';
import { Problem } from '../../http/problems.ts';
import { accepted, sendAccepted } from './answers.ts';
import { answerSchema } from './body.ts';
import { requestParams, requestPath } from './read.ts';
import { requestKeyOf, requestNotFound, type RequestReader } from './reader.ts';

/** POST /content-requests/{id}/clarification: the learner's answer; the same request goes on. */
export function answerEndpoint({ db }: AppDeps, reader: RequestReader): Endpoint {
  return endpoint({
    method: 'post',
    path: `${requestPath}/clarification`,
    access: 'api_key',
    operationId: 'answerClarification',
    tag: 'Content requests',
    summary: 'Answer the open question',
    params: requestParams,
    input: { body: answerSchema },
    answers: { 202: accepted },
    problems: ['request_not_found', 'no_clarification_open'],
    async handle(req, res, { body }) {
      const key = requestKeyOf(req, res);
      const outcome = await answerClarification(db, key, body.answer);
      if (outcome === 'not_found') throw requestNotFound(key.requestId);
      if (outcome === 'no_open_question')
        throw new Problem(
          'no_clarification_open',
          `Content request ${key.requestId} is not waiting for an answer.`,
        );
      await sendAccepted(res, reader, key);
    },
  });
}
