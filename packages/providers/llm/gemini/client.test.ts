import * as gemini from '@vividly/testing/gemini';
import type { CallGuard } from '../../call-guard.ts';
import { brief, writerAt } from './fixtures.ts';

let fake: gemini.FakeGemini;
beforeEach(async () => {
  fake = await gemini.startFakeGemini();
});
afterEach(() => fake.close());

const { signal } = new AbortController();

describe('the model list', () => {
  test('a retired model gives way to the next, and what really ran is recorded', async () => {
    fake.reply(gemini.replyAsWriter);
    const writer = writerAt(fake, {
      models: ['gemini-1.0-pro', 'gemini-1.5-flash', 'gemini-2.5-pro', 'gemini-2.5-flash'],
    });
    const { writtenBy } = await writer.write(brief, { signal });
    expect(writtenBy).toBe('gemini:gemini-2.5-pro');
    expect(fake.calls.map((call) => call.model)).toEqual([
      'gemini-1.0-pro',
      'gemini-1.5-flash',
      'gemini-2.5-pro',
    ]);
    const understood = await writer.understand({ query: 'push', clarifications: [] }, { signal });
    expect(understood.understoodBy).toBe('gemini:gemini-2.5-pro');
  });

  test('an alias is recorded with the model that it stands for', async () => {
    fake.reply(gemini.withModelVersion(gemini.jsonReply(gemini.clearDocument()), 'gemini-2.5-flash-002'));
    const understood = await writerAt(fake).understand({ query: 'push', clarifications: [] }, { signal });
    expect(understood.understoodBy).toBe('gemini:gemini-2.5-flash@gemini-2.5-flash-002');
  });

  test('when all are gone the error is permanent and names each', async () => {
    const writer = writerAt(fake, { models: ['gemini-1.0-pro', 'gemini-1.5-flash'] });
    const call = writer.write(brief, { signal });
    await expect(call).rejects.toMatchObject({ code: 'provider_model_not_found', retryable: false });
    await expect(call).rejects.toThrow(
      /^no configured Gemini model exists \(gemini-1\.0-pro, gemini-1\.5-flash\)/,
    );
    expect(fake.calls).toHaveLength(2);
  });

  test('no other failure goes on to the next model', async () => {
    fake.reply(gemini.overloadedReply());
    const writer = writerAt(fake, { models: ['gemini-2.5-pro', 'gemini-2.5-flash'] });
    await expect(writer.write(brief, { signal })).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect(fake.calls.map((call) => call.model)).toEqual(['gemini-2.5-pro']);
  });
});

test('every call of a model asks the guard of that model, which may refuse it', async () => {
  const asked: string[] = [];
  const refused = new Error('not now');
  const guard: CallGuard = async (circuit, call) => {
    asked.push(circuit);
    if (circuit === 'gemini/gemini-2.5-pro') throw refused;
    return call();
  };
  fake.reply(gemini.replyAsWriter);
  const writer = writerAt(fake, { guard, models: ['gemini-1.0-pro', 'gemini-2.5-pro', 'gemini-2.5-flash'] });
  await expect(writer.write(brief, { signal })).rejects.toBe(refused);
  expect(asked).toEqual(['gemini/gemini-1.0-pro', 'gemini/gemini-2.5-pro']);
  expect(fake.calls.map((call) => call.model)).toEqual(['gemini-1.0-pro']);
});

describe('time', () => {
  test.each([
    ['no answer', gemini.hangReply],
    ['half an answer', gemini.stallReply],
  ])('%s: the timeout ends the request', async (_, reply) => {
    fake.reply(reply);
    await expect(writerAt(fake, { timeoutMs: 150 }).write(brief, { signal })).rejects.toMatchObject({
      code: 'provider_timeout',
      retryable: true,
    });
    expect(await fake.calls[0]?.ended).toBe('aborted');
  });

  test.each([
    ['no answer', gemini.hangReply],
    ['half an answer', gemini.stallReply],
  ])('%s: the caller’s signal ends the request with the caller’s reason', async (_, reply) => {
    const reason = new Error('cancelled by the learner');
    const caller = new AbortController();
    fake.reply(() => {
      setImmediate(() => caller.abort(reason));
      return reply;
    });
    await expect(writerAt(fake).write(brief, { signal: caller.signal })).rejects.toBe(reason);
    expect(await fake.calls[0]?.ended).toBe('aborted');
  });

  test('an aborted signal asks nothing', async () => {
    const reason = new Error('too late');
    await expect(writerAt(fake).write(brief, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(fake.calls).toHaveLength(0);
  });
});

test('asks for JSON in our schema, blocks what is unfit for children, and leaves sampling to the model', async () => {
  fake.reply(gemini.replyAsWriter);
  await writerAt(fake, { models: ['models/gemini-2.5-flash'] }).write(brief, { signal });
  const { generationConfig, safetySettings } = fake.calls[0]?.body ?? {};
  expect(Object.keys(generationConfig ?? {}).sort()).toEqual(['responseMimeType', 'responseSchema']);
  expect(generationConfig?.responseMimeType).toBe('application/json');
  expect(safetySettings).toHaveLength(4);
});

test('a base URL may end with a slash', async () => {
  fake.reply(gemini.replyAsWriter);
  await expect(writerAt(fake, { baseUrl: `${fake.url}/` }).write(brief, { signal })).resolves.toBeDefined();
});

test('the model’s thoughts are no part of its answer', async () => {
  const [thought, text] = [
    { text: 'Let me think {', thought: true },
    { text: JSON.stringify(gemini.clearDocument()) },
  ];
  fake.reply({
    kind: 'generated',
    body: { candidates: [{ index: 0, finishReason: 'STOP', content: { parts: [thought, text] } }] },
  });
  const understood = await writerAt(fake).understand({ query: 'push', clarifications: [] }, { signal });
  expect(understood.outcome).toBe('clear');
});
