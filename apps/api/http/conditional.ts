import type { Request } from 'express';

/**
 * Whether `If-None-Match` names the current ETag, by weak comparison (RFC 9110 §13.1.2): the answer is then 304.
 * Express's own `req.fresh` is not used: it never is when the request says `Cache-Control: no-cache`, which is meant
 * for caches and which `fetch` adds by itself to conditional requests.
 */
export function isNotModified(req: Request, etag: string): boolean {
  const condition = req.get('if-none-match');
  if (condition === undefined) return false;
  if (condition.trim() === '*') return true;
  return entityTags(condition).some((tag) => opaque(tag) === opaque(etag));
}

/**
 * Whether an `If-Match` that came with a change names the current ETag, by strong comparison (RFC 9110 §13.1.1); true
 * when none came.
 */
export function isMatched(condition: string | undefined, etag: string): boolean {
  if (condition === undefined || condition.trim() === '*') return true;
  return entityTags(condition).includes(etag);
}

function entityTags(condition: string): string[] {
  return condition.match(/(?:W\/)?"[^"]*"/g) ?? [];
}

function opaque(etag: string): string {
  return etag.replace(/^W\//, '');
}
