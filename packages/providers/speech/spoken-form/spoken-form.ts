import { wordsOf } from '@vividly/lesson';
import { abbreviations, initialisms, perUnits, signs, units } from './tables.ts';
import { yearInWords } from './year.ts';

/** How an engine is made to say the name of the letter A, which alone is read as the article. */
export interface Spelling {
  letterA: string;
}

const NUMBER = /^[-−+$€£(]*\d[\d,.]*$/;
const OPERATOR = /^[=×·*÷+−<>≈≠≤≥/–—-]$/;
/** Chemical symbols with counts: CO2, 6H₂O, C6H12O6. */
const FORMULA = /^[0-9]*(?:[A-Z][a-z]?[0-9₀-₉]*)*[A-Z][a-z]?[0-9₀-₉]+(?:[A-Z][a-z]?[0-9₀-₉]*)*$/;
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
    const abbreviation = closing.startsWith('.') ? abbreviations.get(core.toLowerCase()) : undefined;
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
  if (NUMBER.test(before) && isUnit(core)) return unitInWords(core, isOne(before));
  const glued = /^([-−+]?\d[\d,.]*)(\D+)$/u.exec(core);
  if (glued?.[1] !== undefined && glued[2] !== undefined && isUnit(glued[2]) && !/^[smg]$/.test(glued[2]))
    return `${signedNumber(glued[1])} ${unitInWords(glued[2], isOne(glued[1]))}`;
  if (YEAR_BEFORE.has(before.toLowerCase()) && /^\d{4}$/.test(core)) return yearInWords(Number(core)) ?? core;
  if (/^[-−+]\d/.test(core)) return signedNumber(core);
  const money = /^([$€£])(\d[\d,.]*)$/u.exec(core);
  if (money?.[1] !== undefined && money[2] !== undefined) return moneyInWords(money[1], money[2]);
  if (initialisms.has(core) || FORMULA.test(core)) return spelledOut(core, spelling);
  const beside = OPERATOR.test(before) || OPERATOR.test(after);
  if (/^[aA]$/.test(core) && beside) return spelling.letterA;
  return signsInWords(core, spelling);
}

function isOperand(word: string): boolean {
  return /^[(]?[-−]?(\d[\d,.]*[a-zA-Z]?|[a-zA-Z])[²³)]?[,.?!]?$/u.test(word);
}

function isUnit(word: string): boolean {
  const [unit = '', per] = word.split('/', 2);
  return units.has(unit) && (per === undefined || perUnits.has(per));
}

function unitInWords(word: string, one: boolean): string {
  const [unit = '', per = ''] = word.split('/', 2);
  return [units.get(unit)?.[one ? 0 : 1], perUnits.get(per)].filter(Boolean).join(' ');
}

function isOne(number: string): boolean {
  return /^[-−+]?1$/.test(number);
}

function signedNumber(number: string): string {
  return number.replace(/^[-−]/, 'minus ').replace(/^\+/, 'plus ');
}

function moneyInWords(sign: string, amount: string): string {
  const name = { $: 'dollar', '€': 'euro', '£': 'pound' }[sign] ?? '';
  return `${amount} ${name}${isOne(amount) ? '' : 's'}`;
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
        .replace(/(\d)[-–](?=\d)/g, '$1 to ')
        .replace(/[–—]/g, ', ')
        .replace(/^−/, 'minus ');
  return signs.reduce((text, [sign, spoken]) => text.replaceAll(sign, spoken), separated);
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
