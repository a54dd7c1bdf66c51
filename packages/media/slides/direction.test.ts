import { directionOf, visualOrder, wordDirection } from './direction.ts';

test.each([
  ['Force', 'ltr'],
  ['القوة', 'rtl'],
  ['כוח', 'rtl'],
  ['3.5 نيوتن', 'rtl'],
  ['Newton نيوتن', 'ltr'],
  ['(القوة)', 'rtl'],
  ['42', 'ltr'],
  ['力', 'ltr'],
] as const)('%s runs %s', (text, direction) => {
  expect(directionOf(text)).toBe(direction);
});

test('words of a line from left to right', () => {
  const shown = (line: string): string[] => {
    const words = line.split(' ');
    return visualOrder(words, directionOf(line)).map((index) => words[index] ?? '');
  };
  expect(shown('Forces come in pairs')).toEqual(['Forces', 'come', 'in', 'pairs']);
  expect(shown('القوة تساوي الكتلة')).toEqual(['الكتلة', 'تساوي', 'القوة']);
  expect(shown('تسمى (net force) القوة')).toEqual(['القوة', '(net', 'force)', 'تسمى']);
  // A quotation of Latin words keeps its own order.
  expect(shown('تسمى net force القوة')).toEqual(['القوة', 'net', 'force', 'تسمى']);
  expect(shown('The word القوة العمودية means this')).toEqual([
    'The',
    'word',
    'العمودية',
    'القوة',
    'means',
    'this',
  ]);
});

test.each([
  ['(net', 'ltr'],
  ['force)', 'ltr'],
  ['(force)', 'rtl'],
  ['N!', 'rtl'],
  ['(القوة', 'rtl'],
] as const)('%s in an Arabic line is drawn %s', (word, direction) => {
  expect(wordDirection(word, 'rtl')).toBe(direction);
});
