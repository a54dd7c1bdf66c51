import { valueAxis } from './value-axis.ts';
import type { ValueChart } from './values.ts';

function axisOf(chart: ValueChart['chart'], values: readonly number[]) {
  return valueAxis({
    kind: 'chart',
    chart,
    points: values.map((value, index) => ({ id: `p${index}`, label: 'x', value })),
  });
}

const numbersOf = (chart: ValueChart['chart'], values: readonly number[]): string[] =>
  axisOf(chart, values).ticks.map(({ text }) => text);

test('bars stand on zero, also when all values are far from it or are it', () => {
  expect(numbersOf('bar', [90, 98])).toEqual(['0', '20', '40', '60', '80', '100']);
  expect(axisOf('bar', [90, 98]).share(0)).toBe(0);
  expect(axisOf('bar', [-50, 50]).share(0)).toBeCloseTo(0.5);
  expect(axisOf('bar', [0, 0]).share(0)).toBe(0);
});

test('a line shows a small change, and huge values do not overflow', () => {
  const temperature = axisOf('line', [20, 21, 22]);
  expect(temperature.share(22) - temperature.share(20)).toBeGreaterThan(0.6);
  expect(axisOf('line', [0, 10]).share(0)).toBe(0);
  const huge = axisOf('line', [-1.7e308, 1.7e308]);
  expect(huge.share(0)).toBeCloseTo(0.5);
  expect(huge.share(1.7e308)).toBeLessThanOrEqual(1);
});
