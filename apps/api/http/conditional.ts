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
  const tags = condition.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return tags.some((tag) => opaque(tag) === opaque(etag));
}

function opaque(etag: string): string {
  return etag.replace(/^W\//, '');
}
