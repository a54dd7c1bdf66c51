import { jainOf, meanWaitMs, sharesOf, type Wait } from './fairness.ts';

const wait = (organizationId: string, from: number, to: number | null): Wait => ({
  organizationId,
  createdAt: new Date(from),
  completedAt: to === null ? null : new Date(to),
});

test.each([
  [[10, 10, 10, 10], 1],
  [[40, 0, 0, 0], 0.25],
  [[2, 1], 0.9],
])('the fairness of %j is %d', (shares, index) => {
  expect(jainOf(shares)).toBeCloseTo(index);
});

test('shares count what ended after the last organization came and before the first had nothing left', () => {
  const flood = [wait('flood', 0, 90), wait('flood', 0, 150), wait('flood', 0, 260), wait('flood', 0, null)];
  const late = [wait('late', 100, 120), wait('late', 100, 200)];
  expect(sharesOf([...flood, ...late], ['flood', 'late'])).toEqual([1, 2]);
});

test('the mean wait is that of all, and none while one waits', () => {
  expect(meanWaitMs([wait('a', 0, 10), wait('a', 10, 40)])).toBe(20);
  expect(meanWaitMs([wait('a', 0, 10), wait('a', 10, null)])).toBeNaN();
});
