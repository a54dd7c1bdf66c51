import { wordsOf } from '@vividly/lesson';
import { cueWordIndex, phraseAt } from './cue-words.ts';

const text = 'A push — and “Push” again: forces push, you’re pushed back.';

test.each([
  ['push', 1],
  ['Push', 1],
  ['“Push” again', 4],
  ['forces', 6],
  ['force', 6],
  ["you're", 8],
  ['pushed back', 9],
  ['push, you’re', 7],
  ['—', 2],
  ['gravity', 0],
  ['back pushed', 0],
])('%j starts at word %i', (phrase, index) => {
  expect(cueWordIndex(text, phrase)).toBe(index);
});

test('a phrase leads back to its word, for every word', () => {
  const words = wordsOf(text);
  expect(words.map((_, index) => cueWordIndex(text, phraseAt(text, index)))).toEqual(
    words.map((_, index) => index),
  );
  expect(phraseAt(text, 1)).toBe('push');
  expect(phraseAt(text, 7)).toBe('push, you’re');
});
