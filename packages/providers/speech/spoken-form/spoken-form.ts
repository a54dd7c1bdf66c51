import { wordsOf } from '@vividly/lesson';
import { plainCharge, powersInWords } from './powers.ts';
import { romanInWords } from './roman.ts';
import { abbreviations, initialisms, signs } from './tables.ts';
import { unitInWords } from './units.ts';
import { decadeInWords, yearInWords } from './year.ts';

/** How an engine is made to say the name of the letter A, which alone is read as the article. */
export interface Spelling {
  letterA: string;
}

const NUMBER = /^[-−+$€£(]*\d[\d,.]*(?:×10)?[⁻⁰¹²³⁴-⁹]*$/u;
const OPERATOR = /^[=×·*÷+−<>≈≠≤≥∝→⇌/–—-]$/;
/** Chemical symbols with counts: CO2, 6H₂O, C6H12O6. */
const FORMULA = /^[0-9]*(?:[A-Z][a-z]?[0-9₀-₉]*)*[A-Z][a-z]?[0-9₀-₉]+(?:[A-Z][a-z]?[0-9₀-₉]*)*$/;
/** Ions: Na⁺, SO₄²⁻. */
const ION = /^((?:[0-9]*[A-Z][a-z]?[0-9₀-₉]*)+)([⁰¹²³⁴-⁹]*[⁺⁻])$/u;
const SCALES = new Set(['hundred', 'thousand', 'million', 'billion', 'trillion']);
/** Words of two letters that are no product of two quantities, though they stand beside a sign. */
const SMALL_WORDS = /^(?:a[mnst]|b[ey]|do|go|he|i[fnst]|m[ey]|no|o[fnr]|so|to|u[ps]|we)$/i;
const FRACTIONS = [
  '',
  '',
  'half',
  'third',
  'quarter',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];
/** After these words four digits are a year rather than a count. */
const YEAR_BEFORE = new Set([
  'in',
  'since',
  'from',
  'until',
  'around',
  'year',
  'before',
  'after',
  'july',
  'june',
]);

/**
 * What an engine that knows plain English in ASCII is given for each white-space separated word of `text`: one entry
 * per word, possibly several spoken words, possibly none (a dash). Signs, units, abbreviations, formulas and years are
 * written out; commas and full stops stay, for the melody.
 */
export function spokenForms(text: string, spelling: Spelling): string[] {
  const words = wordsOf(text);
  return words.map((word, index) => {
    const before = words[index - 1] ?? '';
    const after = words[index + 1] ?? '';
    if (OPERATOR.test(word)) return plainAscii(inWords({ core: word, before, after }, spelling)).trim();
    const [, core = '', closing = ''] = /^[("'“‘[*_]*(.*?)([)"'”’\]*_,.;:!?…]*)$/u.exec(word) ?? [];
    // "ms" is milliseconds and "dr" nothing at all unless a full stop marks the abbreviation.
    const isNumber = core === 'No' && /^\d/.test(after);
    const short = isNumber ? 'number' : abbreviations.get(core.toLowerCase());
    const abbreviation = closing.startsWith('.') ? short : undefined;
    const body = abbreviation ?? plainAscii(inWords({ core, before, after }, spelling)).trim();
    return `${body}${pausesOf(abbreviation === undefined ? closing : closing.slice(1))}`;
  });
}

interface InContext {
  core: string;
  before: string;
  after: string;
}

function inWords({ core: written, before, after }: InContext, spelling: Spelling): string {
  // What is left of them afterwards is espeak's way to quote phonemes.
  const core = written.replace(/[[\]]/g, '');
  if (/^[-–—]+$/.test(core)) return isOperand(before) && isOperand(after) && core !== '—' ? 'minus' : ',';
  if (core === '/') return 'divided by';
  const unit = NUMBER.test(before) ? unitInWords(core, isOne(before)) : undefined;
  if (unit !== undefined) return unit;
  const glued = gluedUnit(core) ?? moneyOf({ core, before, after }) ?? romanInWords(core, before);
  if (glued !== undefined) return glued;
  const range = /^(\d{4})[–-](\d{4})$/.exec(core);
  const years = range?.slice(1).flatMap((year) => yearInWords(Number(year)) ?? []) ?? [];
  if (years.length === 2) return years.join(' to ');
  if (/^\d{3}0s$/.test(core)) return decadeInWords(Number(core.slice(0, 4))) ?? core;
  const clock = /^(\d{1,2}):(\d\d)$/.exec(core);
  if (clock?.[1] !== undefined && clock[2] !== undefined) return clockInWords(clock[1], clock[2]);
  const quotient = quotientInWords(core, spelling);
  if (quotient !== undefined) return quotient;
  if (/^\d+:\d+$/.test(core)) return core.replace(':', ' to ');
  if (YEAR_BEFORE.has(before.toLowerCase()) && /^\d{4}$/.test(core)) return yearInWords(Number(core)) ?? core;
  if (/^[-−+]\d/.test(core)) return signedNumber(core);
  const ion = ION.exec(core);
  if (ion?.[1] !== undefined && ion[2] !== undefined)
    return `${spelledOut(ion[1], spelling)} ${plainCharge(ion[2]).replace('-', ' minus').replace('+', ' plus')}`;
  if (initialisms.has(core) || FORMULA.test(core)) return spelledOut(core, spelling);
  const beside = OPERATOR.test(before) || OPERATOR.test(after);
  if (/^[aA]$/.test(core) && beside) return spelling.letterA;
  const calculated = [before, after].some((sign) => OPERATOR.test(sign) && !/[–—-]/.test(sign));
  if (/^[a-zA-Z]{2}$/.test(core) && calculated && !SMALL_WORDS.test(core))
    return spelledAsWritten(core, spelling);
  return signsInWords(core, spelling);
}

function isOperand(word: string): boolean {
  return /^[(]?[-−]?(\d[\d,.]*[a-zA-Z]?|[a-zA-Z])[²³)]?[,.?!]?$/u.test(word);
}

/** A number with its unit: "10km/h". A single s, m or g is more often a plural or an abbreviation. */
function gluedUnit(core: string): string | undefined {
  const [, number = '', unit = ''] = /^([-−+]?\d[\d,.]*)(\D+)$/u.exec(core) ?? [];
  const spoken = /^[smgtKA]?$/.test(unit) ? undefined : unitInWords(unit, isOne(number));
  return spoken === undefined ? undefined : `${signedNumber(number)} ${spoken}`;
}

/** "$5.50" → "5 dollars 50"; "€3 million" → "3", then "million euros". */
function moneyOf({ core, before, after }: InContext): string | undefined {
  const sign = /^[$€£]/u.exec(before)?.[0];
  if (sign !== undefined && SCALES.has(core)) return `${core} ${currency(sign, 'many')}`;
  const [, own, amount = ''] = /^([$€£])(\d[\d,.]*)$/u.exec(core) ?? [];
  if (own === undefined) return undefined;
  if (SCALES.has(after.replace(/[,.;:!?]+$/, ''))) return amount;
  const [, whole = amount, cents] = /^([\d,]+)\.(\d\d)$/.exec(amount) ?? [];
  const name = currency(own, isOne(whole) ? 'one' : 'many');
  return cents === undefined ? `${amount} ${name}` : `${whole} ${name} ${String(Number(cents))}`;
}

function currency(sign: string, count: 'one' | 'many'): string {
  const name = { $: 'dollar', '€': 'euro', '£': 'pound' }[sign] ?? '';
  return count === 'one' ? name : `${name}s`;
}

function clockInWords(hours: string, minutes: string): string {
  if (minutes === '00') return `${hours} o'clock`;
  return minutes.startsWith('0') ? `${hours} oh ${minutes.slice(1)}` : `${hours} ${minutes}`;
}

/** "3/4" → "3 quarters", "v/f" → "v over f"; undefined for other strokes. */
function quotientInWords(core: string, spelling: Spelling): string | undefined {
  const [, top = '', below = ''] = /^(\d+)\/(\d+)$/.exec(core) ?? [];
  const part = FRACTIONS[Number(below)];
  if (part && Number(top) < Number(below))
    return top === '1' ? `one ${part}` : `${top} ${part === 'half' ? 'halves' : `${part}s`}`;
  const [, over, under] = /^([a-zA-Z])\/([a-zA-Z])$/.exec(core) ?? [];
  if (over === undefined || under === undefined) return undefined;
  return `${spelledAsWritten(over, spelling)} over ${spelledAsWritten(under, spelling)}`;
}

function spelledAsWritten(letters: string, spelling: Spelling): string {
  return Array.from(letters)
    .map((letter) => (/a/i.test(letter) ? spelling.letterA : letter))
    .join(' ');
}

function isOne(number: string): boolean {
  return /^[-−+]?1$/.test(number);
}

function signedNumber(number: string): string {
  return number.replace(/^[-−]/, 'minus ').replace(/^\+/, 'plus ');
}

/** Letter by letter, digits as numbers: "CO2" → "C O 2". */
function spelledOut(word: string, spelling: Spelling): string {
  return (subscriptsAsDigits(word).match(/\d+|./g) ?? [])
    .map((sign) => (sign.toUpperCase() === 'A' ? spelling.letterA : sign.toUpperCase()))
    .join(' ');
}

function signsInWords(core: string, spelling: Spelling): string {
  const powers = core.replace(/\^2\b/g, '²').replace(/\^3\b/g, '³').replace(/\^/g, ' to the power of ');
  // An equation in one word: F=ma, a²+b²=c². Its letters are factors, to be read one by one.
  const equation = /[=×·÷²³]/.test(powers) && /^[a-zA-Z0-9²³=×·÷+−-]+$/.test(powers);
  const separated = equation
    ? powers.replace(/[−-]/g, ' minus ').replace(/[a-zA-Z]/g, (letter) =>
        letter.toUpperCase() === 'A' ? ` ${spelling.letterA} ` : ` ${letter} `,
      ) // prettier-ignore
    : powers
        .replace(/\ba(?=[²³⁰-⁹])/gu, spelling.letterA)
        .replace(/(\d)(?=[½⅓⅔¼¾])/gu, '$1 and ')
        .replace(/(\d)[-–](?=\d)/g, '$1 to ')
        .replace(/[–—]/g, ', ')
        .replace(/^−/, 'minus ');
  return signs.reduce((text, [sign, spoken]) => text.replaceAll(sign, spoken), powersInWords(separated));
}

function subscriptsAsDigits(text: string): string {
  return text.replace(/[₀-₉]/g, (digit) => String(digit.charCodeAt(0) - 0x2080));
}

/** The marks at which a voice pauses; quotes and brackets are silent. */
function pausesOf(marks: string): string {
  return marks.replace(/…/g, ',').replace(/[^,.;:!?]/g, '');
}

/** Curly apostrophes straightened, accents dropped, subscripts as digits, anything else outside ASCII left out. */
function plainAscii(text: string): string {
  return subscriptsAsDigits(text)
    .replace(/[‘’]/g, "'")
    .normalize('NFD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/[_"(){}|\\~`]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ,/g, ',');
}
