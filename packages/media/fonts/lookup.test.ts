import { readFileSync } from 'node:fs';
import { MediaError } from '../errors.ts';
import { fontFilesFor } from './lookup.ts';
import { measuredCoverage } from './measure-coverage.ts';
import { coveragePath } from './shipped.ts';

const fontsOf = (text: string): string[] => [...new Set(fontFilesFor(text).map(({ font }) => font))];

test('the table of characters is that of the shipped files: pnpm fonts:coverage writes it', () => {
  expect(JSON.parse(readFileSync(coveragePath, 'utf8'))).toEqual(measuredCoverage());
});

test.each([
  ['Forces come in pairs', ['noto-sans']],
  ['Сила и Δύναμη и शक्ति', ['noto-sans']],
  ['القوة', ['noto-arabic']],
  ['כוח = 5', ['noto-sans', 'noto-hebrew']],
  ['แรง', ['noto-thai']],
  ['× ÷ − √ π Δ θ λ Σ ² ₂ ⁻ ⁺ → ↔ ≤ ≈ ° ✓', ['noto-sans', 'noto-math']],
  ['a → b', ['noto-sans', 'noto-math']],
  ['🏀 wins', ['noto-sans', 'noto-emoji']],
  ['I ❤️ it ↔ 5', ['noto-sans', 'noto-math', 'noto-emoji']],
  ['重力', ['noto-sc']],
  ['重力とは', ['noto-jp']],
  ['중력 重力', ['noto-kr']],
])('%s is drawn with %p', (text, fonts) => {
  expect(fontsOf(text)).toEqual(fonts);
});

test('a character that no font has is an error that names it, and is not tried again', () => {
  expect(() => fontFilesFor('cuneiform 𒀀')).toThrow('U+12000');
  expect(() => fontFilesFor('a \uE000')).toThrow(MediaError);
  expect(() => fontFilesFor('\u0007')).toThrow(
    expect.objectContaining({ code: 'media_missing_glyph', retryable: false }),
  );
  // Joiners, marks of direction and variation selectors have no glyph and need none.
  expect(fontsOf('a\u200d\u200f\ufe0e\u00ad')).toEqual(['noto-sans']);
});

test('a text takes few files', () => {
  expect(fontFilesFor('光合作用把光能变成化学能，储存在糖里').length).toBeLessThan(10);
});
