import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { withContext } from '@vividly/observability';
import { beginState } from './request-state.ts';

/** What a client may send: safe in logs, headers and file names. */
const requestIdPattern = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** Takes the client's X-Request-Id, or makes one when there is none or it is not safe; echoes it in the answer. */
export const requestId: RequestHandler = (req, res, next) => {
  const given = req.get('x-request-id');
  const id = given !== undefined && requestIdPattern.test(given) ? given : randomUUID();
  beginState(res, { requestId: id, route: null, caller: null });
  res.set('X-Request-Id', id);
  // What comes of this request carries its id too: as correlation id, on the content request and in workers' logs.
  withContext({ correlationId: id }, next);
};
