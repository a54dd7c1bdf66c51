import { retryRequest } from '@vividly/engine';
import type { AppDeps } from '../../deps.ts';
import { endpoint, type Endpoint } from '../../http/endpoint.ts';
import { Problem } from '../../http/problems.ts';
import { callerOf } from '../../http/request-state.ts';
import { accepted, sendAccepted } from './answers.ts';
import { requestParams, requestPath } from './read.ts';
import { requestKeyOf, requestNotFound, type RequestReader } from './reader.ts';

/** POST /content-requests/{id}/retry. */
export function retryEndpoint({ db, missingFiles }: AppDeps, reader: RequestReader): Endpoint {
  return endpoint({
    method: 'post',
    path: `${requestPath}/retry`,
    access: 'api_key',
    operationId: 'retryContentRequest',
    tag: 'Content requests',
    summary: 'Try a failed request again',
    description: 'Goes on at the task that failed; what was finished before is kept.',
    params: requestParams,
    answers: { 202: accepted },
    problems: ['request_not_found', 'request_not_failed', 'storage_unavailable'],
    async handle(req, res) {
      const key = requestKeyOf(req, res);
      const askedBy = `user:${callerOf(res).userId}`;
      const outcome = await retryRequest(db, { ...key, askedBy, quarantine: 'keep' }, missingFiles);
      if (outcome === 'not_found') throw requestNotFound(key.requestId);
      if (outcome === 'not_failed')
        throw new Problem('request_not_failed', `Content request ${key.requestId} has not failed.`);
      await sendAccepted(res, reader, key);
    },
  });
}
