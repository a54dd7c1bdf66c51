import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { isNotModified } from '../../http/conditional.ts';
import type { Answer } from '../../http/endpoint.ts';
import { isRunning } from './view.ts';
import type { RequestKey, RequestReader } from './reader.ts';
import { requestSchema, type RequestView } from './schema.ts';

/** How long a client should wait before it asks again about a running request, in seconds. */
const pollSeconds = '2';

/** The documented answer of everything that sets a request going. */
export const accepted: Answer = {
  description: 'Accepted; the body is the request as it is now.',
  content: { 'application/json': { schema: requestSchema } },
  headers: { 'Retry-After': 'Seconds to wait before asking about it, while it runs.' },
};

/** Answers 202 with the request as it is now. */
export async function sendAccepted(res: Response, reader: RequestReader, key: RequestKey): Promise<void> {
  const view = await reader.read(key);
  suggestPoll(res, view);
  res.set('Cache-Control', 'no-store').status(202).json(view);
}

/** Answers 200 with a weak ETag, or 304 when the client has this state already. */
export function sendRequest(req: Request, res: Response, view: RequestView): void {
  suggestPoll(res, view);
  const etag = weakTag(view);
  res.set({ 'Cache-Control': 'private, no-cache', ETag: etag });
  if (isNotModified(req, etag)) res.status(304).end();
  else res.json(view);
}

/** The estimate counts down all the time: alone it makes no other state. */
function weakTag(view: RequestView): string {
  const state: Partial<RequestView> = { ...view };
  delete state.etaSeconds;
  return `W/"${createHash('sha256').update(JSON.stringify(state)).digest('base64url')}"`;
}

function suggestPoll(res: Response, view: RequestView): void {
  if (isRunning(view)) res.set('Retry-After', pollSeconds);
}
