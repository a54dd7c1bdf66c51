import { pronunciationsOf } from './pronunciations.ts';
import { runProgram } from '../program.ts';
import { withScratchDirectory } from '../scratch.ts';

const { signal } = new AbortController();
const flite = { provider: 'flite', binary: 'flite', packageName: 'flite' } as const;

function phonesOf(...words: string[]): Promise<string[][]> {
  return withScratchDirectory((directory) =>
    pronunciationsOf(words, directory, (file) =>
      runProgram(flite, ['-voice', 'kal', '-ps', '-o', 'none', '-f', file], { signal }),
    ),
  );
}

test('every word by itself, however it is punctuated', async () => {
  const words = [
    'St.',
    'no.',
    'a.m.',
    'U.S.',
    'why?',
    'yes!',
    'etc.',
    '1,234',
    '3.5,',
    'x-axis',
    "it's",
    ',',
    'quux',
  ];
  const phones = await phonesOf(...words);
  expect(phones).toHaveLength(words.length);
  expect(phones[words.indexOf(',')]).toEqual([]);
  expect(phones[4]?.join(' ')).toBe('w ay');
  expect(phones.every((word, index) => word.length > 0 || words[index] === ',')).toBe(true);
});

test('a sentence that holds the separator itself', async () => {
  const [first, second, third] = await phonesOf('the', 'quux', 'runs');
  expect([first, second, third]).toEqual([
    ['dh', 'ax'],
    ['k', 'w', 'aa', 'k', 's'],
    expect.arrayContaining(['r']),
  ]);
});
