import { jainOf, meanWaitMs, sharesOf, type Wait } from './fairness.ts';

/** A wait from `from` over `start` to `end`, in ms. */
const wait = (organizationId: string, from: number, start: number | null, end: number | null): Wait => ({
  organizationId,
  createdAt: new Date(from),
  startedAt: start === null ? null : new Date(start),
  completedAt: end === null ? null : new Date(end),
});

test.each([
  [[10, 10, 10, 10], 1],
  [[40, 0, 0, 0], 0.25],
  [[2, 1], 0.9],
])('the fairness of %j is %d', (shares, index) => {
  expect(jainOf(shares)).toBeCloseTo(index);
});

test('shares count what began after the last organization came and before the first had nothing left', () => {
  const starts = [90, 150, 260, null];
  const flood = starts.map((start) => wait('flood', 0, start, start === null ? null : start + 20));
  const late = [wait('late', 100, 120, 140), wait('late', 100, 200, 240)];
  expect(sharesOf([...flood, ...late], ['flood', 'late'])).toEqual([1, 2]);
});

test('the mean wait is that of all, and none while one waits', () => {
  expect(meanWaitMs([wait('a', 0, 5, 10), wait('a', 10, 15, 40)])).toBe(20);
  expect(meanWaitMs([wait('a', 0, 5, 10), wait('a', 10, 15, null)])).toBeNaN();
});
