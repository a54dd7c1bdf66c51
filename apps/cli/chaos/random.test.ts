import { createRandom, type Random } from './random.ts';

const list = ['a', 'b', 'c', 'd', 'e', 'f'];
const drawn = (random: Random) => [random.whole(0, 1_000_000), random.pick(list), ...random.shuffled(list)];

test('a seed and a place make the same choices again', () => {
  expect(drawn(createRandom(7, 'worker-kill', 2))).toEqual(drawn(createRandom(7, 'worker-kill', 2)));
});

test.each([
  ['another seed', createRandom(8, 'worker-kill', 2)],
  ['another fault', createRandom(7, 'sigterm', 2)],
  ['another trial', createRandom(7, 'worker-kill', 3)],
])('%s makes others', (_, other) => {
  expect(drawn(other)).not.toEqual(drawn(createRandom(7, 'worker-kill', 2)));
});

test('numbers keep to their bounds, and both bounds come', () => {
  const random = createRandom(1);
  const seen = new Set(Array.from({ length: 200 }, () => random.whole(3, 5)));
  expect([...seen].sort()).toEqual([3, 4, 5]);
});

test('shuffled keeps every item, and nothing cannot be picked from', () => {
  const random = createRandom(1);
  expect(random.shuffled(list).sort()).toEqual(list);
  expect(() => random.pick([])).toThrow(RangeError);
});
