import { limits, wordsOf, type TimedWord } from '@vividly/lesson';
import { captionCues, type CaptionedScene } from './build.ts';

const gapMs = (limits.captionGapFrames * 1000) / 30;

/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A scene such as nobody would write: any mix of word lengths, signs, tempo and pauses that the schema allows. */
function sceneFrom(seed: number): { scene: CaptionedScene; gradeLevel: number } {
  const random = randomFrom(seed);
  const whole = (min: number, max: number) => min + Math.floor(random() * (max - min + 1));
  const oneOf = <T>(choices: readonly T[]): T => choices[whole(0, choices.length - 1)]!;
  const word = () =>
    oneOf(['a', 'of', 'and', 'force', 'because', '—', '3.5', 'R&B', '“why”', 'x'.repeat(whole(1, 14)), 'y'.repeat(whole(15, 42))]);
  const sentence = () => {
    const words = Array.from({ length: whole(1, 25) }, () => word() + oneOf(['', '', '', '', ',', ';', ':']));
    return words.join(oneOf([' ', ' ', '  '])).slice(0, 279).trim() + oneOf(['.', '?', '!']);
  };
  const sentences = Array.from({ length: whole(1, 14) }, () => ({ text: sentence() }));
  const msPerChar = 60 + 60 * random();
  let clock = 120;
  const words = sentences.flatMap(({ text }, index) => {
    const spoken = wordsOf(text).map((token): TimedWord => {
      const startMs = clock;
      clock += Math.min(1800, Math.max(0, token === '—' ? 0 : 40 + token.length * msPerChar * (0.7 + 0.6 * random())));
      const endMs = clock;
      clock += oneOf([0, 0, 0, 30, 120]);
      return { text: token, sentence: index, startMs, endMs };
    });
    clock += oneOf([0, 250, 250, 400, 2000, 3000]);
    return spoken;
  });
  const durationMs = (Math.ceil(((clock + 280) * 30) / 1000) * 1000) / 30;
  const offsetMs = (whole(0, 9000) * 1000) / 30;
  return { scene: { offsetMs, durationMs, sentences, words }, gradeLevel: whole(1, 12) };
}
export { sceneFrom, captionCues, gapMs };
