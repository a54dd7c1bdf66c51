import { texFault } from '@vividly/lesson';
import { texOfPlain } from './plain-tex.ts';

const cases: [string, string | null][] = [
  ['F = m × a', 'F=m\\times a'],
  ['3/6 + 2/6 = 5/6', '\\frac{3}{6}+\\frac{2}{6}=\\frac{5}{6}'],
  ['a² + b² = c²', 'a^{2}+b^{2}=c^{2}'],
  ['9.8 m/s²', '9.8\\ \\mathrm{\\mathrm{m}/s^{2}}'],
  ['5 kg', '5\\ \\mathrm{kg}'],
  ['2x + 3 = 11', '2x+3=11'],
  ['√(a + b)/2', '\\frac{\\sqrt{a+b}}{2}'],
  ['(a + b)/(c − d)', '\\frac{a+b}{c-d}'],
  ['2(a + b)', '2\\left(a+b\\right)'],
  [
    '6CO₂ + 6H₂O → C₆H₁₂O₆ + 6O₂',
    '6\\mathrm{CO}_{2}+6\\mathrm{H}_{2}\\mathrm{O}\\to \\mathrm{C}_{6}\\mathrm{H}_{12}\\mathrm{O}_{6}+6\\mathrm{O}_{2}',
  ],
  ['x^-2 · x_1', 'x^{-2}\\cdot x_{1}'],
  ['10⁻³', '10^{-3}'],
  ['Δv ÷ t', '\\Delta v\\div t'],
  ['speed = distance ÷ time', '\\textsf{speed}=\\textsf{distance}\\div \\textsf{time}'],
  ['4! = 24', '4!=24'],
  ['1,000 × 2', '1{,}000\\times 2'],
  ['20 °C', null],
  ['45°', '45^{\\circ}'],
  ['sin α', '\\sin \\alpha '],
];

test.each(cases)('%s becomes %s', (plain, tex) => {
  expect(texOfPlain(plain)).toBe(tex);
});

test('what it becomes can be read', () => {
  const faults = cases.flatMap(([, tex]) => (tex === null ? [] : [texFault(tex)]));
  expect(faults.filter((fault) => fault !== null)).toEqual([]);
});

test.each(['Photosynthesis', 'light and water', '(a + b', 'a /', '/ b', '力 = 質量', '☃ + 1', 'x^', 'a & b'])(
  '%s stays text',
  (plain) => {
    expect(texOfPlain(plain)).toBeNull();
  },
);
