import type { Request, RequestHandler } from 'express';
import { apiKeyPattern, hashApiKey, type Database } from '@vividly/db';
import { Problem } from './problems.ts';
import { stateOf } from './request-state.ts';

/** `api_keys.last_used_at` is precise to so many ms, so that a busy key does not cost a write per request. */
const lastUsedPrecisionMs = 60_000;

/** Lets requests with a valid API key pass and notes the caller. */
export function authenticate(db: Database): RequestHandler {
  return async (req, res, next) => {
    const key = keyOf(req);
    if (key === null)
      throw unauthorized(
        'Send your API key as `Authorization: Bearer vk_…` or `X-API-Key: vk_…`.',
        'Bearer realm="vividly"',
      );
    const found = apiKeyPattern.test(key)
      ? await db.apiKey.findUnique({
          where: { keyHash: hashApiKey(key) },
          include: { user: { select: { role: true, tier: true } } },
        })
      : null;
    if (found?.revokedAt !== null)
      throw unauthorized(
        'The API key is unknown or revoked.',
        'Bearer realm="vividly", error="invalid_token"',
      );
    const now = Date.now();
    if (found.lastUsedAt === null || now - found.lastUsedAt.getTime() >= lastUsedPrecisionMs)
      await db.apiKey.updateMany({ where: { id: found.id }, data: { lastUsedAt: new Date(now) } });
    const { id: apiKeyId, organizationId, userId, user } = found;
    stateOf(res).caller = { organizationId, userId, apiKeyId, ...user };
    next();
  };
}

/** The key of the Authorization header if its scheme is Bearer, else of X-API-Key; null without either. */
function keyOf(req: Request): string | null {
  const bearer = /^Bearer +(\S+)$/i.exec(req.get('authorization') ?? '');
  return bearer?.[1] ?? req.get('x-api-key') ?? null;
}

function unauthorized(detail: string, challenge: string): Problem {
  return new Problem('unauthorized', detail, { headers: { 'WWW-Authenticate': challenge } });
}
