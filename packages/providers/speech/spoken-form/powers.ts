const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Raised digits and signs written out: "x⁴" → "x to the 4", "10⁻⁹" → "10 to the minus 9", "m²" → "m squared". */
export function powersInWords(text: string): string {
  return text.replace(/[⁺⁻⁰¹²³⁴-⁹]+/gu, (raised) => {
    if (raised === '²') return ' squared ';
    if (raised === '³') return ' cubed ';
    return ` to the ${plainCharge(raised).replace('-', 'minus ').replace('+', 'plus ')} `;
  });
}

/** Raised digits and signs as ordinary ones: "²⁺" → "2+". */
export function plainCharge(raised: string): string {
  return raised
    .replace(/[⁰¹²³⁴-⁹]/gu, (digit) => String(RAISED.indexOf(digit)))
    .replace('⁻', '-')
    .replace('⁺', '+');
}
