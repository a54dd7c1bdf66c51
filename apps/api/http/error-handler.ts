import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from '../deps.ts';
import { outageOf } from './outage.ts';
import { Problem, problemBody, problems, type ProblemCode } from './problems.ts';
import { stateOf } from './request-state.ts';

/** Answers every path that no route has. */
export const routeNotFound: RequestHandler = (req) => {
  throw new Problem('route_not_found', `There is no route ${req.path}.`);
};

/** Turns whatever a handler threw into a problem answer. Faults of ours are logged and say nothing about us. */
export function errorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const { requestId, route } = stateOf(res);
    const problem = problemOf(error);
    const { status } = problems[problem.code];
    if (status >= 500) logger.error({ err: error, requestId, route, code: problem.code }, 'request failed');
    if (res.headersSent) {
      // The answer has begun: all that is left is to break it off, so that the client sees it is incomplete.
      next(error);
      return;
    }
    for (const name of representationHeaders) res.removeHeader(name);
    const body = problemBody(problem, { instance: pathOf(req.originalUrl), requestId });
    res
      .status(status)
      .set({ 'Cache-Control': 'no-store', ...problem.headers })
      .type('application/problem+json')
      .send(JSON.stringify(body));
  };
}

/** What a handler may have said about the answer that it then did not give. */
const representationHeaders = [
  'Accept-Ranges',
  'Content-Disposition',
  'Content-Length',
  'Content-Range',
  'ETag',
  'Location',
  'Retry-After',
];

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? url;
}

/** What Express, its body parser and its router throw: errors with an HTTP status. */
interface HttpError extends Error {
  status: number;
  type?: string;
}

function isHttpError(error: unknown): error is HttpError {
  return error instanceof Error && 'status' in error && typeof error.status === 'number';
}

const byParserType: Readonly<Record<string, ProblemCode>> = {
  'entity.parse.failed': 'malformed_json',
  'entity.too.large': 'body_too_large',
  'encoding.unsupported': 'unsupported_media_type',
  'charset.unsupported': 'unsupported_media_type',
};

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const outage = outageOf(error);
  if (outage) return outage;
  if (isHttpError(error) && error.status < 500) {
    const code = byParserType[error.type ?? ''] ?? 'bad_request';
    return new Problem(code, problems[code].description, { cause: error });
  }
  return new Problem('internal_error', problems.internal_error.description, { cause: error });
}
