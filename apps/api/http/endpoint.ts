import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import type { z } from 'zod';
import { requireJson, usualBodyLimit } from './body.ts';
import { Problem, type ProblemCode } from './problems.ts';
import { stateOf } from './request-state.ts';
import { validate } from './validation.ts';

/** What a route reads from the request besides its path. */
interface InputSchemas {
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: z.ZodObject;
}
type InputOf<I extends InputSchemas> = {
  [K in keyof I]: I[K] extends z.ZodType ? z.output<I[K]> : never;
};

/** One documented answer of a route. */
export interface Answer {
  description: string;
  content?: Record<string, { schema: z.ZodType }>;
  /** Header name → description. */
  headers?: Record<string, string>;
}

interface EndpointSpec<I extends InputSchemas> {
  method: 'get' | 'post' | 'put';
  /** As OpenAPI writes it: `/api/v1/content-requests/{id}`. */
  path: string;
  /** Whether an API key is needed. */
  access: 'api_key' | 'public';
  operationId: string;
  tag: string;
  summary: string;
  description?: string;
  /** Of the path, for the documentation. */
  params?: z.ZodObject;
  input?: I;
  /** Largest body in bytes, where it is not the usual one. */
  bodyLimit?: number;
  answers: Record<number, Answer>;
  /** Errors of its own; those that every route of its shape can have are added by `problemsOf`. */
  problems: readonly ProblemCode[];
  handle: (req: Request, res: Response, input: InputOf<I>) => Promise<void> | void;
}

/** A route: how it is documented, guarded, read and answered, in one place. */
export interface Endpoint extends Omit<EndpointSpec<InputSchemas>, 'handle'> {
  run: (req: Request, res: Response) => Promise<void>;
}

/** Declares a route. Its handler gets the validated input. */
export function endpoint<I extends InputSchemas>(spec: EndpointSpec<I>): Endpoint {
  const { handle, ...declared } = spec;
  return {
    ...declared,
    run: async (req, res) => {
      const { input } = spec;
      const read = {
        ...(input?.query && { query: validate(input.query, req.query, 'The query string') }),
        ...(input?.headers && {
          headers: validate(input.headers, headersOf(req, input.headers), 'A header'),
        }),
        ...(input?.body && { body: validate(input.body, req.body, 'The body') }),
      };
      await handle(req, res, read as InputOf<I>);
    },
  };
}

/** Every error code that the route can answer with. */
export function problemsOf({ access, input, problems }: Endpoint): ProblemCode[] {
  const codes: ProblemCode[] = [
    ...problems,
    'bad_request',
    'request_timeout',
    'headers_too_large',
    'internal_error',
  ];
  if (access === 'api_key') codes.push('unauthorized', 'database_unavailable');
  if (input) codes.push('validation_failed');
  if (input?.body) codes.push('malformed_json', 'body_too_large', 'unsupported_media_type');
  return [...new Set(codes)];
}

/** Builds the router of all routes; a known path with another method answers 405 with `Allow`. */
export function routerOf(endpoints: readonly Endpoint[], guard: RequestHandler): Router {
  const router = Router({ caseSensitive: true });
  const paths = new Map<string, Endpoint[]>();
  for (const each of endpoints) paths.set(each.path, [...(paths.get(each.path) ?? []), each]);
  for (const [path, routes] of paths) {
    const pattern = path.replace(/\{(\w+)\}/g, ':$1');
    router.all(pattern, (_req, res, next) => {
      stateOf(res).route = path;
      next();
    });
    for (const route of routes)
      router[route.method](
        pattern,
        ...(route.access === 'api_key' ? [guard] : []),
        ...(route.input?.body
          ? [requireJson, express.json({ limit: route.bodyLimit ?? usualBodyLimit, inflate: false })]
          : []),
        route.run,
      );
    router.all(pattern, otherMethod(routes));
  }
  return router;
}

function otherMethod(routes: readonly Endpoint[]): RequestHandler {
  const allow = [
    ...routes.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()])),
    'OPTIONS',
  ].join(', ');
  return (req, res) => {
    if (req.method !== 'OPTIONS')
      throw new Problem('method_not_allowed', `${req.method} is not possible here; possible are ${allow}.`, {
        headers: { Allow: allow },
      });
    res.set('Allow', allow).status(204).end();
  };
}

/** The declared headers under their own names; what else came is none of the route's business. */
function headersOf(req: Request, schema: z.ZodObject): Record<string, unknown> {
  return Object.fromEntries(Object.keys(schema.shape).map((name) => [name, req.get(name)]));
}
