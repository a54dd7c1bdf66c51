import { differences } from './picture.ts';

const before = new Map([
  ['task 1', '{"epoch":1}'],
  ['task 2', '{"epoch":1}'],
]);

test('two pictures of the same rows do not differ', () => {
  expect(differences(before, new Map(before))).toEqual([]);
});

test('rows that were changed, added and removed are named', () => {
  const after = new Map([
    ['task 1', '{"epoch":2}'],
    ['event 1', '{"seq":1}'],
  ]);
  expect(differences(before, after)).toEqual([
    'task 1 was changed from {"epoch":1} to {"epoch":2}',
    'task 2 was removed',
    'event 1 was added: {"seq":1}',
  ]);
});
