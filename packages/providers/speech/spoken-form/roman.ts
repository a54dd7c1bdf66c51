import { numbered, rulers } from './tables.ts';

const VALUES: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10 };
const ORDINALS = [
  '', 'First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth', 'Ninth', 'Tenth', 'Eleventh',
  'Twelfth', 'Thirteenth', 'Fourteenth', 'Fifteenth', 'Sixteenth', 'Seventeenth', 'Eighteenth',
]; // prettier-ignore

/** "II" after "War" as "2", "VIII" after "Henry" as "the Eighth"; undefined where it need not be a number. */
export function romanInWords(word: string, before: string): string | undefined {
  if (!/^(X{0,3})(IX|IV|V?I{0,3})$/.test(word) || word === '') return undefined;
  const number = valueOf(word);
  if (numbered.has(before.toLowerCase())) return String(number);
  const ordinal = ORDINALS[number];
  // "Henry I saw" is no king.
  return rulers.has(before) && word !== 'I' && ordinal !== undefined ? `the ${ordinal}` : undefined;
}

function valueOf(roman: string): number {
  const values = Array.from(roman).map((letter) => VALUES[letter] ?? 0);
  return values.reduce((sum, value, index) => sum + (value < (values[index + 1] ?? 0) ? -value : value), 0);
}
