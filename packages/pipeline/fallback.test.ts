import { ParkedError } from '@vividly/engine';
import { ProviderError } from '@vividly/providers';
import { chainRevision, firstThatWorks } from './fallback.ts';

const { signal } = new AbortController();
const gone = new ProviderError('provider_model_not_found', 'gemini', 'no such model');
const busy = new ProviderError('provider_unavailable', 'gemini', 'overloaded');
const full = new ProviderError('provider_rate_limited', 'local', 'slow down', { retryAfterMs: 500 });
const open = new ParkedError('provider_circuit_open', 'a is failing', 8_000);
const opening = new ParkedError('provider_circuit_open', 'b is failing', 2_000);

/** Calls a chain of providers that fail with the errors given, or answer with their name. */
async function call(chain: Record<string, Error | 'answers'>, stop: AbortSignal = signal) {
  const asked: string[] = [];
  const [first, ...rest] = Object.keys(chain);
  const answer = firstThatWorks([first ?? '', ...rest], stop, async (provider) => {
    asked.push(provider);
    const answers = chain[provider];
    if (answers instanceof Error) throw answers;
    return provider;
  });
  return { asked, answer: await answer.catch((error: unknown) => error) };
}

test('the first provider answers alone', async () => {
  expect(await call({ a: 'answers', b: 'answers' })).toEqual({ asked: ['a'], answer: 'a' });
});

test('providers are asked in the configured order until one answers', async () => {
  const chain = { a: gone, b: busy, c: 'answers', d: 'answers' } as const;
  expect(await call(chain)).toEqual({ asked: ['a', 'b', 'c'], answer: 'c' });
});

test('what is no failure of a provider does not fall back', async () => {
  const bug = new TypeError('undefined is not a function');
  expect(await call({ a: bug, b: 'answers' })).toEqual({ asked: ['a'], answer: bug });
});

test('when all fail, the failure that may go away is thrown, so that the engine tries again', async () => {
  expect((await call({ a: gone, b: full })).answer).toBe(full);
  expect((await call({ a: busy, b: gone })).answer).toBe(busy);
  expect((await call({ a: gone })).answer).toBe(gone);
});

test('when all fail for good, the preferred provider’s reason is thrown', async () => {
  const unknown = new ProviderError('topic_not_in_library', 'local', 'not held');
  expect((await call({ a: gone, b: unknown })).answer).toBe(gone);
});

test('a provider whose circuit is open gives way to the next', async () => {
  expect(await call({ a: open, b: 'answers' })).toEqual({ asked: ['a', 'b'], answer: 'b' });
  expect(await call({ a: open, b: gone, c: 'answers' })).toEqual({ asked: ['a', 'b', 'c'], answer: 'c' });
});

test('when all fail and one was not to be called, the task waits for it', async () => {
  expect((await call({ a: open })).answer).toBe(open);
  expect((await call({ a: open, b: gone })).answer).toBe(open);
  expect((await call({ a: busy, b: open })).answer).toBe(open);
  expect((await call({ a: open, b: opening })).answer).toBe(opening);
});

test('a task that is told to stop asks nobody', async () => {
  const stop = new AbortController();
  const reason = new Error('cancelled');
  stop.abort(reason);
  expect(await call({ a: 'answers' }, stop.signal)).toEqual({ asked: [], answer: reason });
});

test('a task that is told to stop while a provider fails asks no other', async () => {
  const stop = new AbortController();
  const asked: string[] = [];
  const chain = firstThatWorks(['a', 'b'], stop.signal, async (provider) => {
    asked.push(provider);
    stop.abort(new Error('cancelled'));
    throw busy;
  });
  await expect(chain).rejects.toThrow('cancelled');
  expect(asked).toEqual(['a']);
});

test('the revision names every provider with its version, in order', () => {
  const local = { name: 'local', version: '3' };
  const gemini = { name: 'gemini', version: 'flash/abc' };
  expect(chainRevision([gemini, local])).toBe('gemini@flash/abc,local@3');
  expect(chainRevision([local, gemini])).not.toBe(chainRevision([gemini, local]));
});
