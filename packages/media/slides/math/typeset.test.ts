import { contains, overlaps, rect, right } from '../geometry.ts';
import { mathBlock } from './block.ts';
import { typeset } from './typeset.ts';

const parts = (...symbols: string[]) => symbols.map((symbol) => ({ id: symbol, symbol }));
const found = (tex: string, ...symbols: string[]): string[] =>
  [...typeset(tex, parts(...symbols)).outlines.keys()].filter((id) => id !== null).sort();

test('a formula is outlines, without letters of any font of the system', () => {
  const { outlines, box } = typeset('x=\\frac{-b\\pm\\sqrt{b^2-4ac}}{2a}');
  expect([...outlines.keys()]).toEqual([null]);
  expect(outlines.get(null)?.d).toMatch(/^M[-\d. MLQCZ,]+$/);
  expect(box.width).toBeGreaterThan(6000);
  expect(box.height).toBeGreaterThan(1500);
});

test('symbols are told apart as they are written, the first that is free', () => {
  expect(found('F=m\\times a', 'F', 'm', 'a', 'q')).toEqual(['F', 'a', 'm']);
  expect(found('\\frac{3}{6}+\\frac{2}{6}', '3/6', '2/6')).toEqual(['2/6', '3/6']);
  expect(found('a^2+b^2=c^2', 'a, b', 'c')).toEqual(['a, b', 'c']);
  expect(found('46\\times 2\\to 46+46', '46', '× 2', '46 + 46')).toEqual(['46', '46 + 46', '× 2']);
  const pair = typeset('23+23=46', [
    { id: 'egg', symbol: '23' },
    { id: 'sperm', symbol: '23' },
  ]).outlines;
  expect(pair.get('egg')?.box.x).toBeLessThan(pair.get('sperm')?.box.x ?? 0);
});

test('a block is as large as what it draws, and its parts lie where the whole draws them', () => {
  const block = mathBlock({ text: 'F = m × a' }, 100, parts('F', 'm', 'a'));
  if (block === null) throw new Error('a simple formula is typeset');
  const room = rect(0, 0, 1000, 400);
  const drawn = block.draw(room, '#000000');
  expect(drawn.filter(({ says }) => says === 'F = m × a')).toHaveLength(1);
  for (const { box } of drawn) expect(contains(room, box)).toBe(true);
  expect(
    Math.max(...drawn.map(({ box }) => right(box))) - Math.min(...drawn.map(({ box }) => box.x)),
  ).toBeCloseTo(block.width);
  const placed = block.parts(room);
  expect(placed.map(({ id }) => id).sort()).toEqual(['F', 'a', 'm']);
  for (const [index, part] of placed.entries())
    for (const other of placed.slice(index + 1)) expect(overlaps(part.box, other.box)).toBe(false);
});

test('words are no formula', () => {
  expect(mathBlock({ text: 'light and water' }, 100)).toBeNull();
});
