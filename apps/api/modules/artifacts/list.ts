import { z } from 'zod';
import type { AppDeps } from '../../deps.ts';
import { endpoint, type Endpoint } from '../../http/endpoint.ts';
import { requestParams, requestPath } from '../content-requests/read.ts';
import { requestKeyOf, requestNotFound } from '../content-requests/reader.ts';
import { artifactSchema } from '../content-requests/schema.ts';
import { artifactView } from './view.ts';

const listSchema = z.object({ items: z.array(artifactSchema) }).meta({ id: 'ArtifactList' });

/** GET /content-requests/{id}/artifacts. */
export function listArtifactsEndpoint({ db }: AppDeps): Endpoint {
  return endpoint({
    method: 'get',
    path: `${requestPath}/artifacts`,
    access: 'api_key',
    operationId: 'listArtifacts',
    tag: 'Artifacts',
    summary: 'List the files of a lesson',
    description: 'Empty until the lesson is finished.',
    params: requestParams,
    answers: { 200: { description: 'The files.', content: { 'application/json': { schema: listSchema } } } },
    problems: ['request_not_found'],
    async handle(req, res) {
      const { requestId, organizationId } = requestKeyOf(req, res);
      const request = await db.contentRequest.findFirst({
        where: { id: requestId, organizationId },
        select: { artifacts: { orderBy: { kind: 'asc' } } },
      });
      if (!request) throw requestNotFound(requestId);
      res.set('Cache-Control', 'private, no-cache').json({ items: request.artifacts.map(artifactView) });
    },
  });
}
