import {
  audioReply,
  hangReply,
  internalErrorReply,
  jsonReply,
  lessonDocument,
  replyAsWriter,
  textOf,
  textReply,
} from './index.ts';
import { startFakeGemini, type FakeGemini } from './server.ts';

let fake: FakeGemini;
beforeEach(async () => {
  fake = await startFakeGemini();
});
afterEach(() => fake.close());

const contents = [{ role: 'user', parts: [{ text: 'Why do things fall?' }] }];

function post(
  body: object,
  { model = 'gemini-2.5-flash', task = 'generateContent', key = fake.apiKey } = {},
) {
  return fetch(`${fake.url}/v1beta/models/${model}:${task}`, {
    method: 'POST',
    headers: { 'x-goog-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** An answer of one part, as far as a test looks at it. */
const answerWith = (part: object) => ({ candidates: [{ content: { parts: [part] } }] });

test('answers as the service does: candidates, usage, model version', async () => {
  fake.reply(textReply('Because of gravity.'));
  const answer = await post({ contents });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    candidates: [
      {
        content: { parts: [{ text: 'Because of gravity.' }], role: 'model' },
        finishReason: 'STOP',
        index: 0,
      },
    ],
    usageMetadata: {
      promptTokenCount: expect.any(Number),
      candidatesTokenCount: expect.any(Number),
      totalTokenCount: expect.any(Number),
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: expect.any(Number) }],
    },
    modelVersion: 'gemini-2.5-flash',
    responseId: expect.any(String),
  });
});

test('records each call', async () => {
  fake.reply(textReply('Yes.'));
  await (await post({ contents, systemInstruction: { parts: [{ text: 'Be brief.' }] } })).text();
  const [call] = fake.calls;
  expect(call?.model).toBe('gemini-2.5-flash');
  expect(call && textOf(call.body)).toBe('Be brief.\nWhy do things fall?');
  expect(call?.headers['content-type']).toBe('application/json');
  expect(await call?.ended).toBe('answered');
});

test('the queue answers first, then the function', async () => {
  fake.reply((call) => jsonReply({ asked: textOf(call.body) }));
  fake.reply(internalErrorReply());
  expect((await post({ contents })).status).toBe(500);
  expect(await (await post({ contents })).text()).toContain('Why do things fall?');
});

test.each([
  ['a missing key', { key: '' }, 400, 'API_KEY_INVALID'],
  ['a wrong key', { key: 'wrong' }, 400, 'API_KEY_INVALID'],
  [
    'a retired model',
    { model: 'gemini-1.0-pro' },
    404,
    'models/gemini-1.0-pro is not found for API version v1beta',
  ],
  ['an unknown task', { task: 'countTokens' }, 404, 'NOT_FOUND'],
  ['nothing scripted', {}, 400, 'no reply scripted'],
])('refuses %s', async (_, call, status, words) => {
  const answer = await post({ contents }, call);
  expect(answer.status).toBe(status);
  expect(await answer.text()).toContain(words);
});

test('refuses a call without any key', async () => {
  const answer = await fetch(`${fake.url}/v1beta/models/gemini-2.5-flash:generateContent`, {
    method: 'POST',
    body: JSON.stringify({ contents }),
  });
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({ error: { status: 'PERMISSION_DENIED' } });
});

const object = (properties: object, more: object = {}) => ({ type: 'OBJECT', properties, ...more });
test.each([
  ['no type', {}, 'type: must be specified'],
  ['a list of types', { type: ['STRING', 'NULL'] }, 'type: must be specified'],
  [
    'a keyword of JSON Schema',
    { type: 'OBJECT', additionalProperties: false },
    'Unknown name "additionalProperties"',
  ],
  [
    'a constant',
    object({ a: { const: 'x' } }),
    'Unknown name "const" at \'generation_config.response_schema.properties[a]\'',
  ],
  ['an array of nothing', { type: 'ARRAY' }, 'items: missing field'],
  ['an object without properties', object({}), 'should be non-empty for OBJECT type'],
  ['an unknown required property', object({ a: { type: 'STRING' } }, { required: ['b'] }), 'required[0]'],
  ['an enum of numbers', { type: 'INTEGER', enum: [1] }, 'only allowed for STRING type'],
  ['a fault in a union', { anyOf: [{ type: 'STRING' }, { type: 'ARRAY' }] }, 'any_of[1].items'],
])('refuses a response schema with %s', async (_, responseSchema, words) => {
  const answer = await post({ contents, generationConfig: { responseSchema } });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { message: expect.stringContaining(words) } });
});

test('streams as server-sent events, or as a JSON array', async () => {
  fake.reply(textReply('one'));
  fake.reply(textReply('two'));
  const events = await fetch(
    `${fake.url}/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse&key=${fake.apiKey}`,
    {
      method: 'POST',
      body: JSON.stringify({ contents }),
    },
  );
  expect(events.headers.get('content-type')).toBe('text/event-stream');
  const [, data = ''] = /^data: (.*)\r\n\r\n$/s.exec(await events.text()) ?? [];
  expect(JSON.parse(data)).toMatchObject(answerWith({ text: 'one' }));
  const array = await post({ contents }, { task: 'streamGenerateContent' });
  expect(await array.json()).toMatchObject([answerWith({ text: 'two' })]);
});

test('lists its models', async () => {
  const answer = await fetch(`${fake.url}/v1beta/models`);
  expect(await answer.json()).toMatchObject({
    models: expect.arrayContaining([expect.objectContaining({ name: 'models/gemini-2.5-flash' })]),
  });
});

test('speech is base64 of 16-bit little-endian samples', async () => {
  fake.reply(audioReply(Int16Array.from([1, -2, 256]), 16_000));
  const data = Buffer.from([1, 0, 254, 255, 0, 1]).toString('base64');
  const inlineData = { mimeType: 'audio/L16;codec=pcm;rate=16000', data };
  expect(await (await post({ contents })).json()).toMatchObject(answerWith({ inlineData }));
});

test('closing ends calls that hang', async () => {
  const own = await startFakeGemini();
  own.reply(() => {
    setImmediate(() => void own.close());
    return hangReply;
  });
  const url = `${own.url}/v1beta/models/gemini-2.5-flash:generateContent?key=${own.apiKey}`;
  await expect(fetch(url, { method: 'POST', body: JSON.stringify({ contents }) })).rejects.toThrow(
    /fetch failed|terminated/,
  );
  expect(await own.calls[0]?.ended).toBe('aborted');
});

test('replyAsWriter tells understanding from writing by the schema, and cites what is offered', async () => {
  fake.reply(replyAsWriter);
  const text = { type: 'STRING' };
  const ask = async (responseSchema: object) =>
    (await post({ contents, generationConfig: { responseSchema } })).json();
  const understood = answerWith({ text: expect.stringContaining('"outcome":"clear"') });
  expect(await ask(object({ outcome: text }))).toMatchObject(understood);
  const passages = { type: 'ARRAY', items: { type: 'STRING', enum: ['a/b', 'c/d'] } };
  const sentences = { type: 'ARRAY', items: object({ passages }) };
  const lesson = answerWith({ text: JSON.stringify(lessonDocument(['a/b', 'c/d'])) });
  const scenes = { type: 'ARRAY', items: object({ sentences }) };
  expect(await ask(object({ scenes }))).toMatchObject(lesson);
  expect((await post({ contents, generationConfig: { responseSchema: text } })).status).toBe(400);
});
