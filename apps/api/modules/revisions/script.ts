import { createHash } from 'node:crypto';
import { stringify } from 'safe-stable-stringify';
import type { Database, Transaction } from '@vividly/db';
import { loadRequest, planContext, type LoadedRequest } from '@vividly/engine';
import type { LessonScript } from '@vividly/lesson';
import type { WrittenScript } from '@vividly/pipeline';
import type { AppDeps } from '../../deps.ts';
import { Problem } from '../../http/problems.ts';
import { requestNotFound, type RequestKey } from '../content-requests/reader.ts';

/** Strong: equal scripts have equal tags, in whatever order their fields stand. */
export function scriptTag(script: LessonScript): string {
  return `"${createHash('sha256').update(stringify(script)).digest('base64url')}"`;
}

/** The caller's request with all that its stages left. Throws `request_not_found`. */
export async function findRequest(
  db: Database | Transaction,
  { requestId, organizationId }: RequestKey,
): Promise<LoadedRequest> {
  const request = await loadRequest(db, requestId);
  if (request?.organizationId !== organizationId) throw requestNotFound(requestId);
  return request;
}

/** The script of a request. Throws `script_not_found` while there is none. */
export function scriptOf(
  { writtenScriptOf }: Pick<AppDeps, 'writtenScriptOf'>,
  request: LoadedRequest,
): WrittenScript {
  const written = writtenScriptOf(planContext(request));
  if (written === null)
    throw new Problem('script_not_found', `Content request ${request.id} has no script yet.`);
  return written;
}
