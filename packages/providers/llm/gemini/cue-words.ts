import { phraseIndex, plainWords, wordsOf } from '@vividly/lesson';

/**
 * Index of the word of `text` at which `phrase` starts: as it stands (case and punctuation aside), else in another
 * inflection; the sentence's first word when it is not there, so that what was to appear still does.
 */
export function cueWordIndex(text: string, phrase: string): number {
  const words = comparable(text);
  const sought = comparable(phrase);
  const exact = startOf(words, sought);
  return Math.max(0, exact >= 0 ? exact : phraseIndex(words, sought));
}

/** The shortest run of words from word `index` of `text` on that `cueWordIndex` leads back there. */
export function phraseAt(text: string, index: number): string {
  const words = wordsOf(text);
  const plain = comparable(text);
  for (let end = index + 1; end <= words.length; end++)
    if (startOf(plain, plain.slice(index, end)) === index) return words.slice(index, end).join(' ');
  return words.slice(index).join(' ');
}

function startOf(words: readonly string[], phrase: readonly string[]): number {
  return words.findIndex((_, at) => phrase.every((word, offset) => words[at + offset] === word));
}

/** One entry for each word that captions and cues count. */
function comparable(text: string): string[] {
  return wordsOf(text).map((word) => plainWords(word)[0] ?? word);
}
