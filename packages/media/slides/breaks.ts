import { Rules } from '@cto.af/linebreak';

/** A piece of text that stays together, and what stands between it and the piece before when both are in one row. */
export interface Piece {
  text: string;
  joint: '' | ' ';
}

const rules = new Rules();
const graphemes = new Intl.Segmenter('en');
/** Thai, Lao, Khmer and Burmese are written without blanks: only a dictionary knows where a word ends. */
const inDictionary = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const dictionary = new Intl.Segmenter('th', { granularity: 'word' });
/** Scripts, and their punctuation, that break between characters. Korean has blanks and breaks at them. */
const withoutBlanks =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\u3000-\u303F\uFF01-\uFF60]/u;
/** Scripts whose words are broken with a hyphen. */
const hyphenated = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}]/u;

/**
 * A text in the pieces between which a row may end: at blanks, and by Unicode's rules (UAX 14) inside what is written
 * without blanks. No-break spaces hold; `km/h` and `well-known` stay whole.
 */
export function piecesOf(text: string): Piece[] {
  return text
    .trim()
    .split(/[^\S\u00A0\u202F\u2007\uFEFF]+|\u200B/)
    .flatMap((word) =>
      cutAt(word, ordinaryBreaks(word)).map((part, index): Piece => ({
        text: part,
        joint: index === 0 ? ' ' : '',
      })),
    );
}

function ordinaryBreaks(word: string): number[] {
  if (inDictionary.test(word)) return allBreaks(word);
  if (!withoutBlanks.test(word)) return [];
  // Two units to each side: characters outside the basic plane take two.
  return allBreaks(word).filter((at) => withoutBlanks.test(word.slice(Math.max(0, at - 2), at + 2)));
}

/** Every place at which a word may be broken without a hyphen, rising: also after a slash or a hyphen of its own. */
function allBreaks(word: string): number[] {
  const whole = new Set(Array.from(graphemes.segment(word), ({ index }) => index));
  const places = [...rules.breaks(word)].map(({ position }) => position);
  if (inDictionary.test(word)) places.push(...Array.from(dictionary.segment(word), ({ index }) => index));
  return [...new Set(places)]
    .filter((at) => at > 0 && at < word.length && whole.has(at))
    .sort((a, b) => a - b);
}

function cutAt(word: string, places: readonly number[]): string[] {
  return [0, ...places].map((from, index) => word.slice(from, places[index]));
}

/** How a word is broken where it has no place for it: with a hyphen in scripts that have one, or by its letters alone. */
type BreakStyle = 'hyphenated' | 'verbatim';

/**
 * Pieces of a word that each fit into `width`: broken where Unicode's rules allow it, else between any two characters.
 * Verbatim, the pieces joined are the word. A character that does not fit alone is a piece too.
 */
export function brokenWord(
  word: string,
  width: number,
  measured: (part: string) => number,
  style: BreakStyle = 'hyphenated',
): string[] {
  const pieces: string[] = [];
  let rest = word;
  while (measured(rest) > width) {
    const piece = firstPiece(rest, width, measured, style);
    if (piece === null) break;
    pieces.push(piece.shown);
    rest = rest.slice(piece.length);
  }
  return [...pieces, rest];
}

/** The longest beginning that fits, as it is written; null when the word is one character. */
function firstPiece(
  word: string,
  width: number,
  measured: (part: string) => number,
  style: BreakStyle,
): { shown: string; length: number } | null {
  const allowed = allBreaks(word).filter((at) => measured(word.slice(0, at)) <= width);
  const at = allowed.at(-1);
  if (at !== undefined) return { shown: word.slice(0, at), length: at };
  const letters = Array.from(graphemes.segment(word), ({ segment }) => segment);
  const written = (count: number): string => {
    const letter = letters[count - 1] ?? '';
    const inWord = hyphenated.test(letter) && hyphenated.test(letters[count] ?? '');
    return letters.slice(0, count).join('') + (inWord && style === 'hyphenated' ? '-' : '');
  };
  if (letters.length < 2) return null;
  // Between one character, taken in any case, and all of them, which do not fit.
  let fits = 1;
  let tooLong = letters.length;
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (measured(written(middle)) <= width) fits = middle;
    else tooLong = middle;
  }
  return { shown: written(fits), length: letters.slice(0, fits).join('').length };
}
