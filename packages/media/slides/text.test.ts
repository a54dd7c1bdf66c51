import { typeOf } from '../fonts.ts';
import { rect } from './geometry.ts';
import { fitText, measure, placeText } from './text.ts';

const { bold } = typeOf({ face: 'lexend', spacing: 0 });
const whole = { font: bold, breakWords: false };

test('takes the largest size that fits', () => {
  const width = measure('Forces come in pairs', bold, 50) + 1;
  expect(fitText('Forces come in pairs', { ...whole, sizes: [80, 60, 50, 40], width, rows: 1 })?.size).toBe(
    50,
  );
  expect(fitText('Forces come in pairs', { ...whole, sizes: [80], width, rows: 1 })).toBeNull();
  expect(fitText('Forces come in pairs', { ...whole, sizes: [80], width, height: 100 })).toBeNull();
});

test('breaks into rows of like length and loses nothing', () => {
  const text = 'Every push gets a push back of the same size';
  const block = fitText(text, { ...whole, sizes: [60], width: measure(text, bold, 60) - 10 });
  expect(block?.rows).toHaveLength(2);
  const [first, second] = block?.rows ?? [];
  expect(Math.abs((first?.width ?? 0) - (second?.width ?? 0))).toBeLessThan(200);
  expect(block?.rows.map((row) => row.text).join(' ')).toBe(text);
});

test('a word too long for its room is broken with hyphens, but only when that is allowed', () => {
  const request = { sizes: [60], font: bold, width: 300 } as const;
  expect(fitText('Electroencephalography', { ...request, breakWords: false })).toBeNull();
  const rows = fitText('Electroencephalography', { ...request, breakWords: true })?.rows ?? [];
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.every(({ width }) => width <= 300)).toBe(true);
  expect(rows.map(({ text }) => text.replace(/-$/, '')).join('')).toBe('Electroencephalography');
});

test('places a block in the middle of its box', () => {
  const block = fitText('Up', { ...whole, sizes: [50], width: 500 });
  if (block === null) throw new Error('must fit');
  const [run] = placeText(block, rect(100, 100, 400, 200), { align: 'centre', color: '#000000' });
  expect(run?.x).toBeCloseTo(300 - block.width / 2);
  // Capitals are 0.7 of the size high: their middle lies a little above that of the box, descenders below.
  expect((run?.baseline ?? 0) - 0.35 * 50).toBeCloseTo(200, -1);
});
