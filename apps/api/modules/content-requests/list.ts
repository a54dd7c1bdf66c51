import { z } from 'zod';
import { ContentRequestStatus, type Prisma } from '@vividly/db';
import { endpoint, type Endpoint } from '../../http/endpoint.ts';
import { cursorSchema, limitSchema, pageOf, type Position } from '../../http/page.ts';
import { contentRequestsPath } from '../../http/paths.ts';
import { callerOf } from '../../http/request-state.ts';
import type { RequestReader } from './reader.ts';
import { pageSchema } from './schema.ts';

const statusSchema = z.enum(ContentRequestStatus);

const listQuery = z.strictObject({
  limit: limitSchema,
  cursor: cursorSchema.optional(),
  status: z
    .union([statusSchema.transform((status) => [status]), z.array(statusSchema)])
    .optional()
    .meta({
      type: 'array',
      items: { type: 'string', enum: Object.values(ContentRequestStatus) },
      description: 'Only requests in this status; repeat it for several.',
    }),
  createdAfter: z.iso
    .datetime({ offset: true, error: 'must be a time such as 2026-01-31T12:00:00Z' })
    .transform((value) => new Date(value))
    .optional()
    .meta({ type: 'string', format: 'date-time', description: 'Only requests made after this time.' }),
});

/** GET /content-requests: the organization's requests, newest first. */
export function listRequestsEndpoint(reader: RequestReader): Endpoint {
  return endpoint({
    method: 'get',
    path: contentRequestsPath,
    access: 'api_key',
    operationId: 'listContentRequests',
    tag: 'Content requests',
    summary: 'List requests, newest first',
    input: { query: listQuery },
    answers: {
      200: { description: 'One page.', content: { 'application/json': { schema: pageSchema } } },
    },
    problems: [],
    async handle(_req, res, { query }) {
      const { limit, cursor, status, createdAfter } = query;
      const rows = await reader.list({
        where: {
          organizationId: callerOf(res).organizationId,
          ...(status && { status: { in: status } }),
          ...(createdAfter && { createdAt: { gt: createdAfter } }),
          ...(cursor && { OR: olderThan(cursor) }),
        },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        // One more than asked for tells whether there is a next page.
        take: limit + 1,
      });
      res.set('Cache-Control', 'private, no-cache').json(pageOf(rows, limit));
    },
  });
}

/** What comes after a position: requests made at the same moment follow by id, so that none is skipped or repeated. */
function olderThan({ createdAt, id }: Position): Prisma.ContentRequestWhereInput[] {
  return [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }];
}
