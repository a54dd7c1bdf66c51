import { percentilesOf } from './percentiles.ts';

test.each([
  [[], { p50: null, p95: null, max: null }],
  [[7], { p50: 7, p95: 7, max: 7 }],
  [[3, 1, 2], { p50: 2, p95: 3, max: 3 }],
  [[4, 3, 2, 1], { p50: 2, p95: 4, max: 4 }],
  [Array.from({ length: 100 }, (_, index) => index + 1), { p50: 50, p95: 95, max: 100 }],
])('%j', (values, percentiles) => {
  expect(percentilesOf(values)).toEqual(percentiles);
});
