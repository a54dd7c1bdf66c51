import { answerOf, numbered } from './questions.ts';

const questions = ['How do cells divide?', 'What is inside a cell?'];

test('questions are numbered from one', () => {
  expect(numbered(questions)).toEqual(['  1. How do cells divide?', '  2. What is inside a cell?']);
});

test.each([
  ['2', 'What is inside a cell?'],
  [' 1 ', 'How do cells divide?'],
  ['plant cells, please', 'plant cells, please'],
  ['3', null],
  ['0', null],
  ['   ', null],
])('the answer %j means %j', (line, answer) => {
  expect(answerOf(line, questions)).toBe(answer);
});
