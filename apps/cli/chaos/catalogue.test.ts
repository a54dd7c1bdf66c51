import { faults, faultsNamed, UnknownFault } from './catalogue.ts';
import { variantOf } from './fault.ts';

test('every fault has a name of its own, a guarantee with a number, and trials', () => {
  expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
  for (const { guarantee, trials } of faults) {
    expect(guarantee).toMatch(/\d/);
    expect(trials.full).toBeGreaterThan(0);
  }
});

test('faults are found by name, in the order in which they run', () => {
  const names = faultsNamed(['redis-wiped', 'worker-kill']).map(({ name }) => name);
  expect(names).toEqual(['worker-kill', 'redis-wiped']);
});

test('a name that is none is refused with the nearest and all that there are', () => {
  const named = () => faultsNamed(['worker-kil']);
  expect(named).toThrow(UnknownFault);
  expect(named).toThrow(/did you mean worker-kill\?.*zombie/);
});

test.each([
  [1, ['a']],
  [2, ['a', 'b']],
  [3, ['a', 'b', 'c']],
  [4, ['a', 'a', 'b', 'c']],
  [6, ['a', 'a', 'b', 'b', 'c', 'c']],
])('%i trials are dealt out to three variants in order', (trials, dealt) => {
  const variants = ['a', 'b', 'c'].map((name) => ({ name, work: 'text' as const }));
  const fault = { ...faults[0]!, variants };
  const names = Array.from({ length: trials }, (_, number) => variantOf(fault, number, trials).name);
  expect(names).toEqual(dealt);
});
