import { z } from 'zod';
import { isTerminal, type RequestEventType } from '@vividly/db';
import type { AppDeps, StreamTimings } from '../../deps.ts';
import { endpoint, type Endpoint } from '../../http/endpoint.ts';
import { requestParams, requestPath } from '../content-requests/read.ts';
import { requestKeyOf, requestNotFound } from '../content-requests/reader.ts';
import { streamEvents } from './stream.ts';

/** What each event tells, for the documentation. A new event type does not compile until it is here. */
const eventTypes: Readonly<Record<RequestEventType, string>> = {
  'request.created': 'Accepted: `{status, query}`.',
  'request.status':
    'The status changed: `{from, to, stage}` and what explains it (`error`, `clarification`, `retry`, `reason`).',
  'clarification.answered': 'The learner answered: `{round, answer}`.',
  'stage.started': 'A stage began: `{stage, tasks?}`.',
  'stage.completed': 'A stage is done: `{stage, cached}`.',
  'stage.failed': 'A stage that is not critical failed and the request went on: `{stage, error}`.',
  'request.progress': '`{progressPercentage, stage, done, total}`.',
  'task.retrying': 'A try failed and another follows: `{stage, part, attempt, code, message, nextTryAt}`.',
  'task.parked':
    'Something that the task needs is down; it waits and no try is used up: `{stage, part, code, message, nextTryAt}`.',
  'lesson.ready': 'What the learner is told: `{title, durationSeconds, text}`.',
};

const eventNumber = z
  .string()
  .regex(/^\d{1,9}$/, { error: 'must be the number of an event' })
  .transform(Number)
  .optional()
  .meta({
    type: 'integer',
    minimum: 0,
    description: 'Number of the last event seen; the stream goes on after it.',
  });

const defaultTimings: StreamTimings = { heartbeat: 15_000, poll: 5_000, drain: 30_000 };

/** GET /content-requests/{id}/events: what happened and happens to a request, as server-sent events. */
export function eventEndpoints(deps: AppDeps): Endpoint[] {
  const { db, streamTimings: timings = defaultTimings } = deps;
  return [
    endpoint({
      method: 'get',
      path: `${requestPath}/events`,
      access: 'api_key',
      operationId: 'streamContentRequestEvents',
      tag: 'Content requests',
      summary: 'Follow a request as it happens',
      description: [
        'Server-sent events: `id` is the number of the event (1, 2, 3… within the request), `event` its type, `data` JSON.',
        'Everything after `Last-Event-ID` is replayed first; the stream ends after the last event of a finished request.',
        'Asked for again after that it answers 204, at which an EventSource stops asking. Types:',
        ...Object.entries(eventTypes).map(([type, meaning]) => `- \`${type}\`: ${meaning}`),
      ].join('\n'),
      params: requestParams,
      input: {
        query: z.strictObject({ lastEventId: eventNumber }),
        headers: z.object({ 'Last-Event-ID': eventNumber }),
      },
      answers: {
        200: { description: 'The stream.', content: { 'text/event-stream': { schema: z.string() } } },
        204: { description: 'The request is finished and its last event was seen.' },
      },
      problems: ['request_not_found'],
      async handle(req, res, { query, headers }) {
        const key = requestKeyOf(req, res);
        const request = await db.contentRequest.findFirst({
          where: { id: key.requestId, organizationId: key.organizationId },
          select: { status: true, lastEventSeq: true },
        });
        if (!request) throw requestNotFound(key.requestId);
        const after = Math.min(headers['Last-Event-ID'] ?? query.lastEventId ?? 0, request.lastEventSeq);
        if (isTerminal(request.status) && after >= request.lastEventSeq) {
          res.status(204).end();
          return;
        }
        res.writeHead(200, {
          'Content-Type': 'text/event-stream; charset=utf-8',
          'Cache-Control': 'no-cache, no-transform',
          // Proxies of the nginx family would otherwise hold the events back.
          'X-Accel-Buffering': 'no',
        });
        res.flushHeaders();
        if (req.method === 'HEAD') {
          res.end();
          return;
        }
        await streamEvents(res, { requestId: key.requestId, after }, { ...deps, timings });
      },
    }),
  ];
}
