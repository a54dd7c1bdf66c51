/** How far a voice may be slowed down or hurried, relative to its own tempo, before it stops sounding like speech. */
const STRETCH = { min: 0.8, max: 2.1 };
/**
 * How much of a sentence's own need is met: 0 would be one tempo for everything, and lessons of long words would take an
 * eighth longer than asked; 1 would hurry every sentence of long words to the same words a minute. Chosen on the
 * library's lessons, as is the bound: docs/decisions/sound.md.
 */
const NEED = { exponent: 2 / 3, min: 0.85, max: 1.15 };
/** Finer steps cannot be heard. */
const STEPS_PER_UNIT = 50;

/** A sentence and how long a voice takes for it at its own tempo. */
export interface Measured {
  /** As captioned. */
  words: number;
  naturalMs: number;
  /** What a word takes in this voice on average, over many sentences. */
  msPerWord: number;
}

/**
 * Factor by which to stretch a voice so that a lesson is spoken at about `wordsPerMinute`, from one sentence alone: what
 * the voice needs on average, and part of what sets the sentence apart from the average, in steps of 0.02. So a sentence
 * sounds the same wherever it stands, and neighbours keep nearly one tempo.
 */
export function stretchFor({ words, naturalMs, msPerWord }: Measured, wordsPerMinute: number): number {
  const steady = 60_000 / wordsPerMinute / msPerWord;
  const need = ((words * msPerWord) / naturalMs) ** NEED.exponent;
  const stretch = clamp(steady * clamp(need, NEED), STRETCH);
  return Math.round(stretch * STEPS_PER_UNIT) / STEPS_PER_UNIT;
}

function clamp(value: number, { min, max }: { min: number; max: number }): number {
  return Math.min(max, Math.max(min, value));
}
