import express, { type Express } from 'express';
import helmet from 'helmet';
import type { AppDeps } from './deps.ts';
import { accessLog } from './http/access-log.ts';
import { authenticate } from './http/authenticate.ts';
import { routerOf, type Endpoint } from './http/endpoint.ts';
import { errorHandler, routeNotFound } from './http/error-handler.ts';
import { requestId } from './http/request-id.ts';
import { artifactEndpoints } from './modules/artifacts/index.ts';
import { brandingEndpoints } from './modules/branding/index.ts';
import { contentRequestEndpoints } from './modules/content-requests/index.ts';
import { deadLetterEndpoints } from './modules/dead-letters/index.ts';
import { eventEndpoints } from './modules/events/index.ts';
import { healthEndpoints } from './modules/health/index.ts';
import { docsPage } from './modules/openapi/docs-page.ts';
import { openApiEndpoints } from './modules/openapi/index.ts';
import { revisionEndpoints } from './modules/revisions/index.ts';
import { voiceEndpoints } from './modules/voices/index.ts';

export type { AppDeps } from './deps.ts';

/** Every route of the API. */
export function endpointsOf(deps: AppDeps): Endpoint[] {
  const endpoints = [
    ...contentRequestEndpoints(deps),
    ...revisionEndpoints(deps),
    ...eventEndpoints(deps),
    ...artifactEndpoints(deps),
    ...brandingEndpoints(deps),
    ...voiceEndpoints(deps),
    ...deadLetterEndpoints(deps),
    ...healthEndpoints(deps),
  ];
  return [...endpoints, ...openApiEndpoints(endpoints, deps.build)];
}

/** Composes the HTTP application; opens nothing, starts nothing. */
export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', false);
  app.use(requestId);
  app.use(accessLog(deps));
  // An API answer loads nothing; the docs page says for itself what it needs.
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      },
    }),
  );
  app.use(routerOf(endpointsOf(deps), authenticate(deps.db)));
  app.use(docsPage());
  app.use(routeNotFound);
  app.use(errorHandler(deps.logger));
  return app;
}
