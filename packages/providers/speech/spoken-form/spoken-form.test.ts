import { wordsOf } from '@vividly/lesson';
import { spokenForms } from './spoken-form.ts';
import { yearInWords } from './year.ts';

const spelling = { letterA: 'ay' };

test.each([
  ['In 1789, Dr. Smith’s “idea” cost $5.', "In seventeen eighty nine, Doctor Smith's idea cost 5 dollars."],
  ['It weighs 3.5 kg or 1 kg, e.g. 20 g.', 'It weighs 3.5 kilograms or 1 kilogram, for example 20 grams.'],
  ['9.8 m/s² at 10km/h', '9.8 meters per second squared at 10 kilometers per hour'],
  ['F = m × a, so a = F / m.', 'F equals m times ay, so ay equals F divided by m.'],
  ['a² + b² = c² and E=mc²', 'ay squared plus b squared equals c squared and E equals m c squared'],
  ['6CO₂ + 6H₂O → C₆H₁₂O₆ + 6O₂', '6 C O 2 plus 6 H 2 O becomes C 6 H 12 O 6 plus 6 O 2'],
  ['5 - 3 = 2, and −5 is below 0', '5 minus 3 equals 2, and minus 5 is below 0'],
  ['pages 10–20 (really) at 20°C', 'pages 10 to 20 really at 20 degrees Celsius'],
  ['the students’ déjà vu — *UV* vs. ATP', 'the students deja vu , U V versus ay T P'],
  ['50% of ½ is ¼', '50 percent of one half is one quarter'],
  ['A mother-in-law’s x-axis', "A mother-in-law's x-axis"],
  ['wait… [[x]] <b> it_s', 'wait, x is less than b is greater than it s'],
])('%s', (text, spoken) => {
  const forms = spokenForms(text, spelling);
  expect(forms).toHaveLength(wordsOf(text).length);
  expect(forms.filter(Boolean).join(' ')).toBe(spoken);
});

test('what cannot be said in English is left out, never passed on', () => {
  expect(spokenForms('日本 means 🏀 Japan', spelling)).toEqual(['', 'means', '', 'Japan']);
});

test('only ASCII reaches an engine', () => {
  for (const form of spokenForms('“Ünï” ‹x› ∑ ∫ ☃ — – − · … ¿qué? naïve', spelling))
    expect(form).toMatch(/^[\x20-\x7e]*$/);
});

test.each([
  [1066, 'ten sixty six'],
  [1500, 'fifteen hundred'],
  [1789, 'seventeen eighty nine'],
  [1905, 'nineteen oh five'],
  [2024, 'twenty twenty four'],
  [2000, undefined],
  [2005, undefined],
  [999, undefined],
])('the year %d', (year, words) => expect(yearInWords(year)).toBe(words));
