import { giveBack, takeSamples } from './spare.ts';

test('samples that were given back are taken again, in the length that is asked for', () => {
  const first = takeSamples(100_000);
  giveBack(first);
  const second = takeSamples(120_000);
  expect(second.buffer).toBe(first.buffer);
  expect(second).toHaveLength(120_000);
  expect(takeSamples(120_000).buffer).not.toBe(first.buffer);
});

test('few samples are not kept', () => {
  const few = takeSamples(100);
  giveBack(few);
  expect(takeSamples(100).buffer).not.toBe(few.buffer);
});
