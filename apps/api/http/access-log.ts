import type { RequestHandler } from 'express';
import type { AppDeps } from '../deps.ts';
import { stateOf } from './request-state.ts';

/** Routes that machines ask every few seconds; their successes are only worth a debug line. */
const quietRoutes = new Set(['/health', '/health/ready', '/metrics']);

/** Writes a line and counts a request when its answer is out or its connection gone. */
export function accessLog({ logger, metrics }: AppDeps): RequestHandler {
  return (req, res, next) => {
    const startedAt = performance.now();
    res.once('close', () => {
      const { requestId, route, caller } = stateOf(res);
      const seconds = (performance.now() - startedAt) / 1000;
      const { method } = req;
      metrics.observeRequest({ method, route: route ?? 'none', status: res.statusCode, seconds });
      const level = quietRoutes.has(route ?? '') && res.statusCode < 400 ? 'debug' : 'info';
      logger[level](
        {
          requestId,
          method,
          path: req.path,
          route,
          status: res.statusCode,
          seconds: Math.round(seconds * 1e4) / 1e4,
          ...(caller && { organizationId: caller.organizationId, apiKeyId: caller.apiKeyId }),
          ...(!res.writableFinished && { brokenOff: true }),
        },
        'http request',
      );
    });
    next();
  };
}
