const ONES = [
  '', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen',
  'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen',
]; // prettier-ignore
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** A year as it is said, "seventeen eighty nine"; undefined outside 1000 to 2099 and for 2000 to 2009. */
export function yearInWords(year: number): string | undefined {
  if (year < 1000 || year > 2099 || (year >= 2000 && year < 2010)) return undefined;
  const century = pairInWords(Math.floor(year / 100));
  const rest = year % 100;
  if (year % 1000 === 0) return undefined;
  if (rest === 0) return `${century} hundred`;
  return rest < 10 ? `${century} oh ${pairInWords(rest)}` : `${century} ${pairInWords(rest)}`;
}

/** A decade by its first year, "nineteen sixties"; undefined outside 1010 to 2090 and for the first of a century. */
export function decadeInWords(year: number): string | undefined {
  return yearInWords(year)?.match(/y$/) ? yearInWords(year)?.replace(/y$/, 'ies') : undefined;
}

function pairInWords(number: number): string {
  if (number < 20) return ONES[number] ?? '';
  return [TENS[Math.floor(number / 10)], ONES[number % 10]].filter(Boolean).join(' ');
}
