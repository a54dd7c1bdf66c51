import { z } from 'zod';
import { endpoint, type Endpoint } from '../../http/endpoint.ts';
import { Problem, problems, problemType } from '../../http/problems.ts';

const kindSchema = z
  .object({ type: z.string(), code: z.string(), status: z.int(), title: z.string(), description: z.string() })
  .meta({ id: 'ProblemKind' });

/** GET /problems/{code}: what the `type` of an error answer points to. */
export function problemPageEndpoint(): Endpoint {
  return endpoint({
    method: 'get',
    path: '/problems/{code}',
    access: 'public',
    operationId: 'getProblemKind',
    tag: 'Operation',
    summary: 'What an error code means',
    description: [
      '| code | status | when |',
      '|---|---|---|',
      ...Object.entries(problems).map(
        ([code, { status, description }]) => `| \`${code}\` | ${String(status)} | ${description} |`,
      ),
    ].join('\n'),
    params: z.object({ code: z.string() }),
    answers: {
      200: { description: 'The kind of error.', content: { 'application/json': { schema: kindSchema } } },
    },
    problems: ['route_not_found'],
    handle(req, res) {
      const entry = Object.entries(problems).find(([code]) => code === req.params['code']);
      if (!entry) throw new Problem('route_not_found', 'No error has this code.');
      const [code, kind] = entry;
      res
        .set('Cache-Control', 'public, max-age=3600')
        .json({ type: problemType(code as keyof typeof problems), code, ...kind });
    },
  });
}
