import { z } from 'zod';
import { endpoint, type Endpoint } from '../../http/endpoint.ts';
import { contentRequestsPath } from '../../http/paths.ts';
import { sendRequest } from './answers.ts';
import { requestKeyOf, type RequestReader } from './reader.ts';
import { requestSchema } from './schema.ts';

export const requestPath = `${contentRequestsPath}/{id}`;
export const requestParams = z.object({ id: z.uuid().meta({ description: 'Id of the content request.' }) });

/** GET /content-requests/{id}. */
export function readRequestEndpoint(reader: RequestReader): Endpoint {
  return endpoint({
    method: 'get',
    path: requestPath,
    access: 'api_key',
    operationId: 'getContentRequest',
    tag: 'Content requests',
    summary: 'See how a lesson is coming along',
    params: requestParams,
    answers: {
      200: {
        description: 'The request as it is now.',
        content: { 'application/json': { schema: requestSchema } },
        headers: {
          ETag: 'Weak; send it back as `If-None-Match`.',
          'Retry-After': 'Seconds to wait before asking again, while it runs.',
        },
      },
      304: { description: 'Nothing has changed since the answer with this ETag.' },
    },
    problems: ['request_not_found'],
    async handle(req, res) {
      sendRequest(req, res, await reader.read(requestKeyOf(req, res)));
    },
  });
}
