import { captionWidth, limits } from '@vividly/lesson';
import { brokenWord } from '../slides/breaks.ts';

/** A stretch of text with the time in which it is spoken, ms. */
interface Spoken {
  text: string;
  startMs: number;
  endMs: number;
}

/** The parts of a word one after the other, each with an equal share of its time. */
export function spokenParts({ startMs, endMs }: Omit<Spoken, 'text'>, texts: readonly string[]): Spoken[] {
  const at = (index: number): number => startMs + ((endMs - startMs) * index) / texts.length;
  return texts.map((text, index) => ({
    text,
    startMs: at(index),
    endMs: index === texts.length - 1 ? endMs : at(index + 1),
  }));
}

/**
 * A word as captions show it: whole where it fits a line of 42 characters, as most do. A sentence written without
 * blanks is one word to its voice; it comes in as few parts as fit a line each, about equally wide, that joined are the
 * word again.
 */
export function captionParts(word: Spoken): Spoken[] {
  const width = captionWidth(word.text);
  if (width <= limits.captionLineChars) return [word];
  const broken = (most: number): string[] => brokenWord(word.text, most, captionWidth, 'verbatim');
  const widest = broken(limits.captionLineChars);
  let most = Math.ceil(width / widest.length);
  while (most < limits.captionLineChars && broken(most).length > widest.length) most += 1;
  return spokenParts(word, broken(most));
}
