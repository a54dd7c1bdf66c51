import type { AppDeps } from '../../deps.ts';
import { isNotModified } from '../../http/conditional.ts';
import { endpoint, type Endpoint } from '../../http/endpoint.ts';
import { requestParams, requestPath } from '../content-requests/read.ts';
import { requestKeyOf } from '../content-requests/reader.ts';
import { scriptSchema } from './schema.ts';
import { findRequest, scriptOf, scriptTag } from './script.ts';

export const scriptPath = `${requestPath}/script`;

/** GET /content-requests/{id}/script. */
export function readScriptEndpoint(deps: AppDeps): Endpoint {
  return endpoint({
    method: 'get',
    path: scriptPath,
    access: 'api_key',
    operationId: 'getScript',
    tag: 'Revisions',
    summary: 'Get the script of a lesson',
    description:
      'There as soon as it is written, before the lesson is spoken and drawn. Edit it and PUT it back to get the next revision.',
    params: requestParams,
    answers: {
      200: {
        description: 'The script.',
        content: { 'application/json': { schema: scriptSchema } },
        headers: { ETag: 'Strong; send it back as `If-Match` with the edited script.' },
      },
      304: { description: 'The client has this script already.' },
    },
    problems: ['request_not_found', 'script_not_found'],
    async handle(req, res) {
      const request = await findRequest(deps.db, requestKeyOf(req, res));
      const { script } = scriptOf(deps, request);
      const etag = scriptTag(script);
      res.set({ 'Cache-Control': 'private, no-cache', ETag: etag });
      if (isNotModified(req, etag)) res.status(304).end();
      else res.json({ ...script, revision: request.revision });
    },
  });
}
