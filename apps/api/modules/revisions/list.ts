import { lessonIdOf, ofLesson } from '@vividly/engine';
import type { AppDeps } from '../../deps.ts';
import { endpoint, type Endpoint } from '../../http/endpoint.ts';
import { contentRequestsPath } from '../../http/paths.ts';
import { requestParams, requestPath } from '../content-requests/read.ts';
import { requestKeyOf, requestNotFound } from '../content-requests/reader.ts';
import { revisionsSchema } from './schema.ts';

/** GET /content-requests/{id}/revisions: all of the lesson that the request belongs to. */
export function listRevisionsEndpoint({ db }: AppDeps): Endpoint {
  return endpoint({
    method: 'get',
    path: `${requestPath}/revisions`,
    access: 'api_key',
    operationId: 'listRevisions',
    tag: 'Revisions',
    summary: 'List the revisions of a lesson, oldest first',
    description: 'Any request of the lesson names it; a lesson that nobody edited has one revision.',
    params: requestParams,
    answers: {
      200: { description: 'The revisions.', content: { 'application/json': { schema: revisionsSchema } } },
    },
    problems: ['request_not_found'],
    async handle(req, res) {
      const { requestId, organizationId } = requestKeyOf(req, res);
      const request = await db.contentRequest.findFirst({
        where: { id: requestId, organizationId },
        select: { id: true, lessonId: true },
      });
      if (!request) throw requestNotFound(requestId);
      const rows = await db.contentRequest.findMany({
        where: ofLesson(lessonIdOf(request)),
        orderBy: { revision: 'asc' },
        select: { id: true, revision: true, status: true, createdAt: true, completedAt: true },
      });
      const items = rows.map(({ id, revision, status, createdAt, completedAt }) => ({
        revision,
        id,
        url: `${contentRequestsPath}/${id}`,
        status,
        createdAt: createdAt.toISOString(),
        ...(completedAt && { completedAt: completedAt.toISOString() }),
      }));
      res.set('Cache-Control', 'private, no-cache').json({ items });
    },
  });
}
