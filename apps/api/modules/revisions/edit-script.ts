import { z } from 'zod';
import type { AppDeps } from '../../deps.ts';
import { endpoint, type Endpoint } from '../../http/endpoint.ts';
import { contentRequestsPath } from '../../http/paths.ts';
import { callerOf, stateOf } from '../../http/request-state.ts';
import { accepted, sendAccepted } from '../content-requests/answers.ts';
import { createOnce, idempotencyKeySchema } from '../content-requests/idempotency.ts';
import { requestParams } from '../content-requests/read.ts';
import { createRequestReader, requestKeyOf } from '../content-requests/reader.ts';
import { requestSchema } from '../content-requests/schema.ts';
import { scriptPath } from './read-script.ts';
import { reviseLesson, type Edit, type Revised } from './revise.ts';
import { editedBodySchema } from './schema.ts';

/** The longest script that its schema allows has some 400 KB, and twice that where a client escapes every letter. */
export const bodyLimit = 1024 * 1024;

/** PUT /content-requests/{id}/script: the next revision of the lesson. */
export function editScriptEndpoint(deps: AppDeps): Endpoint {
  const { db, contracts } = deps;
  const reader = createRequestReader(db, contracts);
  return endpoint({
    method: 'put',
    path: scriptPath,
    access: 'api_key',
    operationId: 'editScript',
    tag: 'Revisions',
    summary: 'Edit the script of a lesson',
    description: [
      'Takes the whole script and makes the next revision of the lesson: a content request of its own, which `Location`',
      'names. The request that was edited stays as it is. Only scenes that the edit changed are spoken and drawn again.',
      '',
      'Sentences, headings, visuals, terms, cues, the quiz, and scenes and their order may change; topic, kind, language,',
      'grade, interest and the list of sources may not. Sentences may be numbered anew. A cue names a word by its place:',
      'where words were added or taken away, the client moves the cues of that sentence with them.',
      '',
      'Sending the same script again makes nothing new.',
    ].join('\n'),
    params: requestParams,
    input: {
      body: editedBodySchema,
      headers: z.object({
        'Idempotency-Key': idempotencyKeySchema.optional(),
        'If-Match': z
          .string()
          .optional()
          .meta({ description: 'ETag of the script that was edited; refused when it is another by now.' }),
      }),
    },
    bodyLimit,
    answers: {
      200: {
        description: 'The script is that of this request or of its next revision already; nothing was made.',
        content: { 'application/json': { schema: requestSchema } },
        headers: { Location: 'Path of the request that has this script.' },
      },
      202: {
        ...accepted,
        headers: {
          Location: 'Path of the new request.',
          'Idempotent-Replayed': '`true` when the request was made by an earlier call with the same key.',
        },
      },
    },
    problems: [
      'request_not_found',
      'script_not_found',
      'request_not_finished',
      'newer_revision_exists',
      'idempotency_key_reused',
      'script_changed',
      'lesson_rules_broken',
    ],
    async handle(req, res, { body: { revision, ...script }, headers }) {
      const { organizationId, userId, tier } = callerOf(res);
      const key = requestKeyOf(req, res);
      const by = { userId, tier, correlationId: stateOf(res).requestId };
      const edit: Edit = { key, script, revision, ifMatch: headers['If-Match'], by };
      const { id, outcome } = await reviseOnce(deps, edit, headers['Idempotency-Key']);
      res.location(`${contentRequestsPath}/${id}`);
      if (outcome === 'replayed') res.set('Idempotent-Replayed', 'true');
      const revised = { requestId: id, organizationId };
      if (outcome === 'unchanged') res.set('Cache-Control', 'no-store').json(await reader.read(revised));
      else await sendAccepted(res, reader, revised);
    },
  });
}

/** Makes the revision, once per idempotency key where one came. */
async function reviseOnce(
  deps: AppDeps,
  edit: Edit,
  key: string | undefined,
): Promise<{ id: string; outcome: Revised['outcome'] | 'replayed' }> {
  const { db } = deps;
  if (key === undefined) return db.$transaction(async (tx) => reviseLesson(tx, deps, edit));
  const { organizationId, requestId } = edit.key;
  const call = { organizationId, key, body: { edits: requestId, script: edit.script } };
  let outcome: Revised['outcome'] = 'created';
  const once = await createOnce(db, call, async (tx) => {
    const revised = await reviseLesson(tx, deps, edit);
    outcome = revised.outcome;
    return revised;
  });
  return { id: once.id, outcome: once.replayed ? 'replayed' : outcome };
}
