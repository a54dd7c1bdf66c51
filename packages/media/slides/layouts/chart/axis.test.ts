import { axisOver } from './axis.ts';
import { spread } from './pie.ts';

test.each([
  [[0, 100], 4, ['0', '20', '40', '60', '80', '100']],
  [[-5, 5], 2, ['−5', '0', '5']],
  [[3, 3], 2, ['2', '3', '4']],
  [[0, 0], 2, ['−1', '0', '1']],
  [[1e9, 3e9], 2, ['1B', '2B', '3B']],
  [[0.0001, 0.0003], 2, ['0.0001', '0.0002', '0.0003']],
])('%p with about %p ticks reads %p', (values, count, texts) => {
  expect(axisOver(values, count).ticks.map(({ text }) => text)).toEqual(texts);
});

test('huge, tiny and nearly equal values keep to the axis, and their ticks differ', () => {
  for (const values of [
    [-1.7e308, 1.7e308],
    [1e-300, 3e-300],
    [1000000.1, 1000000.2],
    [0, 5e-324],
  ]) {
    const { share, ticks } = axisOver(values, 4);
    for (const value of values) {
      expect(share(value)).toBeGreaterThanOrEqual(0);
      expect(share(value)).toBeLessThanOrEqual(1);
    }
    expect(ticks.length).toBeGreaterThan(1);
  }
  const near = axisOver([1000000.1, 1000000.2], 4).ticks.map(({ text }) => text);
  expect(new Set(near).size).toBe(near.length);
});

test('numbers around a pie keep apart, however thin the slices', () => {
  const places = spread([0, 0.001, 0.002, 6.2, 6.25, 6.28], 0.4);
  const gaps = places.map((place, index) => (places[index + 1] ?? (places[0] ?? 0) + 2 * Math.PI) - place);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0.4 - 1e-9);
  expect(spread([1, 2, 3], 0.4)).toEqual([1, 2, 3]);
});
