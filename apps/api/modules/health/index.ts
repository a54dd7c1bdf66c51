import { z } from 'zod';
import type { AppDeps, ReadinessLimits } from '../../deps.ts';
import { endpoint, type Endpoint } from '../../http/endpoint.ts';
import { Problem } from '../../http/problems.ts';
import { createReadiness } from './checks.ts';

const healthSchema = z
  .object({ status: z.literal('ok'), version: z.string(), commit: z.string(), schemaVersion: z.string() })
  .meta({ id: 'Health' });

const checkSchema = z.object({ ok: z.boolean(), reason: z.string().optional() });
const readinessSchema = z
  .object({
    status: z.literal('ok'),
    checks: z.object({ database: checkSchema, redis: checkSchema, storage: checkSchema }),
  })
  .meta({ id: 'Readiness' });

const defaultLimits: ReadinessLimits = { timeoutMs: 2_000, ttlMs: 1_000 };

/** What orchestrators and Prometheus ask; no API key, no prefix. */
export function healthEndpoints(deps: AppDeps): Endpoint[] {
  const { build, metrics, logger, readiness: limits = defaultLimits } = deps;
  const readiness = createReadiness(deps, {
    ...limits,
    onFailure: (check, error) => {
      logger.warn({ err: error, check }, 'a dependency is down');
    },
  });
  return [
    endpoint({
      method: 'get',
      path: '/health',
      access: 'public',
      operationId: 'getHealth',
      tag: 'Operation',
      summary: 'Is the process alive, and what is it?',
      answers: { 200: { description: 'It is.', content: { 'application/json': { schema: healthSchema } } } },
      problems: [],
      handle(_req, res) {
        res.set('Cache-Control', 'no-store').json({ status: 'ok', ...build });
      },
    }),
    endpoint({
      method: 'get',
      path: '/health/ready',
      access: 'public',
      operationId: 'getReadiness',
      tag: 'Operation',
      summary: 'Can it serve requests?',
      answers: {
        200: { description: 'It can.', content: { 'application/json': { schema: readinessSchema } } },
      },
      problems: ['not_ready'],
      async handle(_req, res) {
        const checks = await readiness();
        const down = Object.entries(checks).flatMap(([name, { ok, reason }]) =>
          ok ? [] : [`${name}: ${reason ?? 'down'}`],
        );
        if (down.length > 0)
          throw new Problem('not_ready', `${down.join('; ')}.`, {
            headers: { 'Retry-After': '5' },
            extensions: { checks },
          });
        res.set('Cache-Control', 'no-store').json({ status: 'ok', checks });
      },
    }),
    endpoint({
      method: 'get',
      path: '/metrics',
      access: 'public',
      operationId: 'getMetrics',
      tag: 'Operation',
      summary: 'Metrics in the Prometheus text format',
      answers: { 200: { description: 'The metrics.', content: { 'text/plain': { schema: z.string() } } } },
      problems: [],
      async handle(_req, res) {
        res.set('Content-Type', metrics.contentType).send(await metrics.render());
      },
    }),
  ];
}
