/** Made-up words, none of which starts or ends another. */
const SEPARATORS = ['quux', 'blorf'] as const;

/** A word that is in none of `words`: spoken between them, it shows where one ends and the next begins. */
export function separatorFor(words: readonly string[]): string {
  const text = words.join(' ').toLowerCase();
  return SEPARATORS.find((separator) => !text.includes(separator)) ?? SEPARATORS[0];
}
