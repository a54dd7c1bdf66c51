import { barScale, valueText } from './values.ts';

test.each([
  [0, '0'],
  [-0, '0'],
  [40, '40'],
  [74.5, '74.5'],
  [9.806, '9.81'],
  [1234.56, '1,234.56'],
  [-987.65, '−987.65'],
  [0.0005, '0.0005'],
  [5e8, '500M'],
  [-3.2e7, '−32M'],
  [1.5e300, '1.50e+300'],
  [0.00000123, '1.23e−6'],
])('%p is written %p', (value, text) => {
  expect(valueText(value)).toBe(text);
  expect(text.length).toBeLessThanOrEqual(10);
});

test('bars start at zero, also when all values are far from it', () => {
  const scale = barScale([90, 100]);
  expect(scale.base).toBe(0);
  expect(scale.share(90)).toBeCloseTo(0.9);
  expect(barScale([-50, 50]).base).toBeCloseTo(0.5);
  expect(barScale([0, 0]).share(0)).toBe(0);
});
