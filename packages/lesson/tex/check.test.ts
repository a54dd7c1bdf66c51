import { visualSchema } from '../visual.ts';
import { texFault } from './check.ts';

test.each([
  ['x=\\frac{-b\\pm\\sqrt{b^2-4ac}}{2a}'],
  ['\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2}'],
  ['\\mathrm{2H_2 + O_2 \\to 2H_2O}'],
  ['\\begin{pmatrix}1&0\\\\0&1\\end{pmatrix}'],
  ['\\lim_{x\\to 0}\\frac{\\sin x}{x}=1'],
])('%s is TeX that can be drawn', (tex) => {
  expect(texFault(tex)).toBeNull();
});

test.each([
  ['\\frac{1}{2', /^Missing close brace, at the end of “\\frac\{1\}\{2”$/],
  ['a + \\foo b', /^Undefined control sequence \\foo, at the end of “a \+ \\foo”$/],
  ['\\frac{1}{x^2^3}', /^Double exponent.*“x\^2/],
  ['\\def\\a{\\a\\a}\\a', /\\def/],
  ['\\href{https://example.org}{x}', /\\href/],
  ['\\begin{array}{c|c}a&b\\end{array}', /not drawn here: lines/],
  ['\\boxed{x}', /not drawn here: menclose/],
])('%s is refused, with the place', (tex, reason) => {
  expect(texFault(tex)).toMatch(reason);
});

test('a formula with bad TeX does not parse, and the issue says why', () => {
  const formula = { kind: 'formula', expression: 'half', tex: '\\frac{1}{2', parts: [] };
  const { error } = visualSchema.safeParse(formula);
  expect(error?.issues).toEqual([
    expect.objectContaining({
      path: ['tex'],
      message: expect.stringMatching(/^TeX: Missing close brace, at/),
    }),
  ]);
  expect(visualSchema.safeParse({ ...formula, tex: 'ä' }).error?.issues[0]?.message).toMatch(/ASCII/);
  expect(visualSchema.safeParse({ ...formula, tex: 'x'.repeat(161) }).success).toBe(false);
  expect(visualSchema.safeParse({ ...formula, tex: '\\frac{1}{2}' }).success).toBe(true);
});
