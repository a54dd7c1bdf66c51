import { z } from 'zod';
import type { Build } from '../../deps.ts';
import { endpoint, type Endpoint } from '../../http/endpoint.ts';
import { openApiDocument } from './document.ts';
import { problemPageEndpoint } from './problem-pages.ts';

/** The API's description of itself; of `endpoints` and of the routes that serve the description. */
export function openApiEndpoints(endpoints: readonly Endpoint[], build: Build): Endpoint[] {
  const own = [problemPageEndpoint()];
  const description = endpoint({
    method: 'get',
    path: '/openapi.json',
    access: 'public',
    operationId: 'getOpenApi',
    tag: 'Operation',
    summary: 'This document',
    answers: {
      200: {
        description: 'OpenAPI 3.1.',
        content: { 'application/json': { schema: z.record(z.string(), z.unknown()) } },
      },
    },
    problems: [],
    handle(_req, res) {
      res.set('Cache-Control', 'no-cache').json(document);
    },
  });
  const document = openApiDocument([...endpoints, ...own, description], build);
  return [...own, description];
}
