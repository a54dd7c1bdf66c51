import { setTimeout as delay } from 'node:timers/promises';
import { together } from './together.ts';

const { signal } = new AbortController();

test('gives what each came to', async () => {
  await expect(together(signal, () => [Promise.resolve(1), Promise.resolve('a')])).resolves.toEqual([1, 'a']);
});

test('when one fails the others are aborted and waited for', async () => {
  let ended = false;
  const work = together(signal, (signal) => [
    Promise.reject(new Error('first')),
    delay(60_000, undefined, { signal })
      .catch(async () => delay(20))
      .then(() => {
        ended = true;
      }),
  ]);
  await expect(work).rejects.toThrow('first');
  expect(ended).toBe(true);
});

test('an abort from outside reaches all', async () => {
  const outer = new AbortController();
  const work = together(outer.signal, (signal) => [delay(60_000, undefined, { signal })]);
  outer.abort(new Error('stop'));
  await expect(work).rejects.toThrow('aborted');
});
