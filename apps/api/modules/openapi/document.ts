import { OpenApiGeneratorV31, OpenAPIRegistry, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import type { Build } from '../../deps.ts';
import { problemsOf, type Answer, type Endpoint } from '../../http/endpoint.ts';
import { Problem, problemBody, problems, type ProblemCode } from '../../http/problems.ts';
import { problemSchema } from './problem-schema.ts';

type Responses = RouteConfig['responses'];

/** Either will do; both are the same key. */
const security = [{ bearer: [] }, { header: [] }];

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An API key: `Authorization: Bearer vk_…`.' },
  header: {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description: 'The same API key in a header of its own.',
  },
} as const;

/** Headers that come with the errors of a status. */
const problemHeaders: Readonly<Record<number, Record<string, string>>> = {
  401: { 'WWW-Authenticate': 'How to authenticate.' },
  415: { Accept: 'The content type to send.' },
  416: { 'Content-Range': 'The size of the file.' },
  503: { 'Retry-After': 'Seconds to wait before the next try.' },
};

/** The OpenAPI 3.1 document of the given routes: what `/openapi.json` serves. */
export function openApiDocument(endpoints: readonly Endpoint[], build: Build): object {
  const registry = new OpenAPIRegistry();
  for (const [name, scheme] of Object.entries(securitySchemes))
    registry.registerComponent('securitySchemes', name, scheme);
  for (const each of endpoints) registry.registerPath(routeOf(each));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Vividly',
      version: build.version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: introduction,
    },
    servers: [{ url: '/' }],
    tags: [...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({ name })),
  });
}

function routeOf(each: Endpoint): RouteConfig {
  const { method, path, operationId, summary, description, tag, params, input, access } = each;
  return {
    method,
    path,
    operationId,
    summary,
    tags: [tag],
    ...(description !== undefined && { description }),
    security: access === 'api_key' ? security : [],
    request: {
      ...(params && { params }),
      ...(input?.query && { query: input.query }),
      ...(input?.headers && { headers: input.headers }),
      ...(input?.body && {
        body: { required: true, content: { 'application/json': { schema: input.body } } },
      }),
    },
    responses: { ...answersOf(each), ...errorsOf(problemsOf(each), path) },
  };
}

function answersOf({ answers }: Endpoint): Responses {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { description, content, headers }]: [string, Answer]) => [
      status,
      {
        description,
        headers: headersOf({ ...headers, 'X-Request-Id': 'Of the request, or made by the server.' }),
        ...(content && { content }),
      },
    ]),
  );
}

function errorsOf(codes: readonly ProblemCode[], path: string): Responses {
  const statuses = [...new Set(codes.map((code) => problems[code].status))];
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: codes
          .filter((code) => problems[code].status === status)
          .map((code) => `\`${code}\`: ${problems[code].description}`)
          .join('\n\n'),
        headers: headersOf(problemHeaders[status] ?? {}),
        content: {
          'application/problem+json': { schema: problemSchema, examples: examplesOf(codes, status, path) },
        },
      },
    ]),
  );
}

/** One example for each code of a status. */
function examplesOf(codes: readonly ProblemCode[], status: number, instance: string) {
  const requestId = '5f0c2a52-8c2e-4f0e-9a53-6a4a3f0f3c11';
  return Object.fromEntries(
    codes
      .filter((code) => problems[code].status === status)
      .map((code) => [
        code,
        { value: problemBody(new Problem(code, problems[code].description), { instance, requestId }) },
      ]),
  );
}

function headersOf(headers: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [
      name,
      { description, schema: { type: 'string' as const } },
    ]),
  );
}

const introduction = [
  'Ask a question, name something you love, and get a lesson: a narrated, captioned video, or its audio or text alone.',
  '',
  'Every error answer is `application/problem+json` (RFC 9457). Its `code` never changes its meaning: branch on it.',
  '`GET /problems/{code}` below lists them all.',
].join('\n');
