import { z } from 'zod';
import type { Database } from '@vividly/db';
import { submitRequest, type NewRequest } from '@vividly/engine';
import { presentationSchema } from '@vividly/lesson';
import type { AppDeps } from '../../deps.ts';
import { endpoint, type Endpoint } from '../../http/endpoint.ts';
import { contentRequestsPath } from '../../http/paths.ts';
import { callerOf, stateOf, type Caller } from '../../http/request-state.ts';
import { assertVoice } from '../voices/asked-voice.ts';
import { newRequestSchema, type NewRequestBody } from './body.ts';
import { createOnce, idempotencyKeySchema } from './idempotency.ts';
import { accepted, sendAccepted } from './answers.ts';
import type { RequestReader } from './reader.ts';

/** POST /content-requests: accepts a question and starts its lesson. */
export function createRequestEndpoint({ db, contracts, voices }: AppDeps, reader: RequestReader): Endpoint {
  return endpoint({
    method: 'post',
    path: contentRequestsPath,
    access: 'api_key',
    operationId: 'createContentRequest',
    tag: 'Content requests',
    summary: 'Ask for a lesson',
    description:
      'Accepts the question and answers at once; follow `Location` or the event stream to see the lesson made.',
    input: {
      body: newRequestSchema,
      headers: z.object({ 'Idempotency-Key': idempotencyKeySchema.optional() }),
    },
    answers: {
      202: {
        ...accepted,
        headers: {
          Location: 'Path of the request.',
          'Idempotent-Replayed': '`true` when the request was made by an earlier call with the same key.',
        },
      },
    },
    problems: ['idempotency_key_reused'],
    async handle(_req, res, { body, headers }) {
      assertVoice(body.voice, voices);
      const caller = callerOf(res);
      const { organizationId } = caller;
      const request = {
        ...newRequest(body, caller, stateOf(res).requestId),
        presentation: await presentationFor(db, organizationId, body),
      };
      const key = headers['Idempotency-Key'];
      const { id, replayed } =
        key === undefined
          ? {
              ...(await db.$transaction(async (tx) => submitRequest(tx, contracts, request))),
              replayed: false,
            }
          : await createOnce(db, { organizationId, key, body }, async (tx) =>
              submitRequest(tx, contracts, request),
            );
      if (replayed) res.set('Idempotent-Replayed', 'true');
      res.location(`${contentRequestsPath}/${id}`);
      await sendAccepted(res, reader, { requestId: id, organizationId });
    },
  });
}

function newRequest(
  body: NewRequestBody,
  { organizationId, userId, tier }: Caller,
  correlationId: string,
): Omit<NewRequest, 'presentation'> {
  const { query, modalities, durationSeconds, aspectRatio } = body;
  return {
    organizationId,
    userId,
    correlationId,
    query,
    modalities,
    durationSeconds,
    aspectRatio,
    tier,
    priority: body.priority ?? 0,
    gradeLevel: body.gradeLevel ?? null,
    interest: body.interest ?? null,
    voice: body.voice ?? null,
    client: body.metadata ?? {},
  };
}

/** What the body says of the lesson's look, sound and delivery, with the organization's branding as it is now. */
async function presentationFor(
  db: Database,
  organizationId: string,
  { theme, captions, music, frameRate, renditions, hls }: NewRequestBody,
): Promise<NewRequest['presentation']> {
  const { branding } = await db.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { branding: true },
  });
  const asked = { theme, captions, music, frameRate, renditions, hls, brand: branding ?? null };
  return presentationSchema.parse(asked);
}
