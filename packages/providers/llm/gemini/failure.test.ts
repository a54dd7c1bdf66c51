import * as gemini from '@vividly/testing/gemini';
import { providerErrors, type ProviderError, type ProviderErrorCode } from '../../errors.ts';
import { brief, writerAt } from './fixtures.ts';

let fake: gemini.FakeGemini;
beforeEach(async () => {
  fake = await gemini.startFakeGemini();
});
afterEach(() => fake.close());

const { signal } = new AbortController();

async function failureOf(call: Promise<unknown>): Promise<ProviderError> {
  return call.then(
    () => Promise.reject(new Error('the call succeeded')),
    (error: unknown) => error as ProviderError,
  );
}

const draft = gemini.lessonDocument([]);
const table: {
  name: string;
  reply: gemini.Reply;
  code: ProviderErrorCode;
  says: RegExp;
  retryAfterMs?: number;
}[] = [
  {
    name: '400 API_KEY_INVALID',
    reply: gemini.invalidKeyReply(),
    code: 'provider_unauthorized',
    says: /400 API_KEY_INVALID/,
  },
  { name: '401', reply: gemini.unauthenticatedReply(), code: 'provider_unauthorized', says: /401/ },
  { name: '403', reply: gemini.missingKeyReply(), code: 'provider_unauthorized', says: /403/ },
  {
    name: '400',
    reply: gemini.invalidArgumentReply(),
    code: 'provider_bad_request',
    says: /invalid argument/,
  },
  {
    name: '404',
    reply: gemini.modelNotFoundReply('m'),
    code: 'provider_model_not_found',
    says: /gemini-2\.5-flash/,
  },
  {
    name: '429 without a time',
    reply: gemini.rateLimitedReply(),
    code: 'provider_rate_limited',
    says: /quota/,
  },
  {
    name: '429 with Retry-After in seconds',
    reply: gemini.rateLimitedReply({ retryAfter: '7' }),
    code: 'provider_rate_limited',
    says: /429/,
    retryAfterMs: 7_000,
  },
  {
    name: '429 with RetryInfo',
    reply: gemini.rateLimitedReply({ retryDelay: '8.941621227s' }),
    code: 'provider_rate_limited',
    says: /429/,
    retryAfterMs: 8_942,
  },
  {
    name: '429 with both: the longer wait',
    reply: gemini.rateLimitedReply({ retryAfter: '7', retryDelay: '22s' }),
    code: 'provider_rate_limited',
    says: /429/,
    retryAfterMs: 22_000,
  },
  { name: '500', reply: gemini.internalErrorReply(), code: 'provider_unavailable', says: /500/ },
  { name: '503', reply: gemini.overloadedReply(), code: 'provider_unavailable', says: /overloaded/ },
  { name: '504', reply: gemini.deadlineExceededReply(), code: 'provider_timeout', says: /504/ },
  { name: '502 page of a proxy', reply: gemini.foreignReply(502), code: 'provider_unavailable', says: /502/ },
  {
    name: '200 page of a proxy',
    reply: gemini.foreignReply(200),
    code: 'provider_invalid_output',
    says: /broken JSON/,
  },
  {
    name: '200 body cut off',
    reply: gemini.foreignReply(200, '{"candidates": [{"content": {"par'),
    code: 'provider_invalid_output',
    says: /broken JSON/,
  },
  {
    name: 'JSON of another API',
    reply: gemini.foreignReply(200, '{"candidates": 3}'),
    code: 'provider_invalid_output',
    says: /not a Gemini response/,
  },
  { name: 'null', reply: gemini.foreignReply(200, 'null'), code: 'provider_invalid_output', says: /./ },
  {
    name: 'no candidates',
    reply: gemini.foreignReply(200, '{}'),
    code: 'provider_invalid_output',
    says: /no answer/,
  },
  {
    name: 'connection reset',
    reply: gemini.hangUpReply,
    code: 'provider_unavailable',
    says: /could not be reached/,
  },
  { name: 'hang', reply: gemini.hangReply, code: 'provider_timeout', says: /within 300 ms/ },
  { name: 'stall in the body', reply: gemini.stallReply, code: 'provider_timeout', says: /within 300 ms/ },
  {
    name: 'truncated JSON',
    reply: gemini.truncatedReply(draft),
    code: 'provider_invalid_output',
    says: /MAX_TOKENS/,
  },
  {
    name: 'blocked prompt',
    reply: gemini.blockedPromptReply(),
    code: 'provider_content_blocked',
    says: /prompt was blocked \(SAFETY\)/,
  },
  {
    name: 'blocked answer',
    reply: gemini.stoppedReply('SAFETY'),
    code: 'provider_content_blocked',
    says: /answer was blocked \(SAFETY\)/,
  },
  {
    name: 'prohibited',
    reply: gemini.stoppedReply('PROHIBITED_CONTENT'),
    code: 'provider_content_blocked',
    says: /PROHIBITED_CONTENT/,
  },
  {
    name: 'recitation',
    reply: gemini.stoppedReply('RECITATION'),
    code: 'provider_invalid_output',
    says: /RECITATION/,
  },
  {
    name: 'empty answer',
    reply: gemini.stoppedReply('STOP'),
    code: 'provider_invalid_output',
    says: /empty/,
  },
  {
    name: 'prose',
    reply: gemini.textReply('Sure! Here is your lesson.'),
    code: 'provider_invalid_output',
    says: /no JSON: Sure!/,
  },
  {
    name: 'JSON that breaks the schema',
    reply: gemini.jsonReply({ title: 7 }),
    code: 'provider_invalid_output',
    says: /title: .*scenes: /,
  },
];

/** All that a log could print of an error. */
const everythingIn = (error: Error) =>
  [error.message, error.stack, JSON.stringify(error), String(error.cause), ...Object.values(error)].join(
    '\n',
  );

test.each(table)('$name → $code', async ({ reply, code, says, retryAfterMs }) => {
  fake.reply(reply);
  const error = await failureOf(writerAt(fake, { timeoutMs: 300 }).write(brief, { signal }));
  expect(error).toMatchObject({
    name: 'ProviderError',
    provider: 'gemini',
    code,
    retryable: providerErrors[code].retryable,
  });
  expect(error.message).toMatch(says);
  expect(error.retryAfterMs).toBe(retryAfterMs);
  expect(everythingIn(error)).not.toContain(fake.apiKey);
  expect(fake.calls).toHaveLength(1);
});

test('every code that the table names says whether to retry', () => {
  const retryable = Object.fromEntries(table.map(({ code }) => [code, providerErrors[code].retryable]));
  expect(retryable).toEqual({
    provider_unauthorized: false,
    provider_bad_request: false,
    provider_model_not_found: false,
    provider_content_blocked: false,
    provider_rate_limited: true,
    provider_unavailable: true,
    provider_timeout: true,
    provider_invalid_output: true,
  });
});

test('Retry-After as a date is counted from now', async () => {
  fake.reply(gemini.rateLimitedReply({ retryAfter: new Date(Date.now() + 60_000).toUTCString() }));
  const error = await failureOf(writerAt(fake).write(brief, { signal }));
  expect(error.retryAfterMs).toBeGreaterThan(55_000);
  expect(error.retryAfterMs).toBeLessThanOrEqual(60_000);
});

test('a service that is down is provider_unavailable and named', async () => {
  const writer = writerAt(fake);
  await fake.close();
  const error = await failureOf(writer.write(brief, { signal }));
  expect(error).toMatchObject({
    code: 'provider_unavailable',
    message: 'gemini could not be reached (ECONNREFUSED)',
  });
});

test('calls at the same time keep their own Retry-After', async () => {
  const waits = Array.from({ length: 8 }, (_, index) => index + 1);
  fake.reply((call) =>
    gemini.rateLimitedReply({ retryAfter: gemini.textOf(call.body).match(/wait (\d+)/)?.[1] ?? '0' }),
  );
  const writer = writerAt(fake);
  const errors = await Promise.all(
    waits.map((wait) =>
      failureOf(writer.understand({ query: `wait ${wait}`, clarifications: [] }, { signal })),
    ),
  );
  expect(errors.map((error) => error.retryAfterMs)).toEqual(waits.map((wait) => wait * 1000));
});

describe('the key', () => {
  const apiKey = 'AIzaSyFAKE-0123456789_abcdefghijklmnopq';

  test('is sent in its header, and nowhere else', async () => {
    await failureOf(writerAt(fake).write(brief, { signal }));
    expect(fake.calls[0]?.headers['x-goog-api-key']).toBe(fake.apiKey);
    expect(JSON.stringify(fake.calls[0]?.body)).not.toContain(fake.apiKey);
  });

  test('is not repeated when the service quotes it', async () => {
    const own = await gemini.startFakeGemini({ apiKey });
    own.reply(gemini.suspendedKeyReply(apiKey));
    const error = await failureOf(writerAt(own).write(brief, { signal }));
    await own.close();
    expect(error).toMatchObject({ code: 'provider_unauthorized', retryable: false });
    expect(error.message).toContain("Consumer 'api_key:[key]' has been suspended");
    expect(everythingIn(error)).not.toContain(apiKey);
  });

  test('of a wrong key is in no error', async () => {
    const error = await failureOf(writerAt(fake, { apiKey }).write(brief, { signal }));
    expect(error.code).toBe('provider_unauthorized');
    expect(everythingIn(error)).not.toContain(apiKey);
  });
});
