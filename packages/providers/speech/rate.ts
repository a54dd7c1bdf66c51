/** How far a voice may be slowed down or hurried, relative to its own tempo, before it stops sounding like speech. */
const STRETCH = { min: 0.8, max: 2.1 };

/** A text and how long the voice takes for it at its own tempo, in ms. */
export interface Measured {
  words: number;
  naturalMs: number;
}

/**
 * Factor by which to stretch a voice so that `paragraph` as a whole is spoken at `wordsPerMinute`. Held within 0.8 to
 * 2.1: a paragraph of very long words is spoken slower than asked rather than gabbled.
 */
export function stretchFor(paragraph: readonly Measured[], wordsPerMinute: number): number {
  const words = paragraph.reduce((sum, sentence) => sum + sentence.words, 0);
  const naturalMs = paragraph.reduce((sum, sentence) => sum + sentence.naturalMs, 0);
  const wantedMs = (words * 60_000) / wordsPerMinute;
  return Math.min(STRETCH.max, Math.max(STRETCH.min, wantedMs / naturalMs));
}
