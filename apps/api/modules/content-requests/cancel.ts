import { cancelRequest } from '@vividly/engine';
import type { AppDeps } from '../../deps.ts';
import { endpoint, type Endpoint } from '../../http/endpoint.ts';
import { Problem } from '../../http/problems.ts';
import { accepted, sendAccepted } from './answers.ts';
import { requestParams, requestPath } from './read.ts';
import { requestKeyOf, requestNotFound, type RequestReader } from './reader.ts';

/** POST /content-requests/{id}/cancel. */
export function cancelEndpoint({ db }: AppDeps, reader: RequestReader): Endpoint {
  return endpoint({
    method: 'post',
    path: `${requestPath}/cancel`,
    access: 'api_key',
    operationId: 'cancelContentRequest',
    tag: 'Content requests',
    summary: 'Cancel a request',
    description: 'Work on it stops soon. Cancelling it again changes nothing.',
    params: requestParams,
    answers: { 202: accepted },
    problems: ['request_not_found', 'request_finished'],
    async handle(req, res) {
      const key = requestKeyOf(req, res);
      const outcome = await cancelRequest(db, key);
      if (outcome === 'not_found') throw requestNotFound(key.requestId);
      if (outcome === 'finished')
        throw new Problem(
          'request_finished',
          `Content request ${key.requestId} was finished before it could be cancelled.`,
        );
      await sendAccepted(res, reader, key);
    },
  });
}
