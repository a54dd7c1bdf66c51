import { wordsOf } from '@vividly/lesson';
import type { CaptionedScene } from './build.ts';

/** For tests: a scene spoken at `wordsPerMinute`, longer words taking longer, with 350 ms after each sentence. */
export function spokenScene(
  texts: readonly string[],
  {
    offsetMs = 0,
    wordsPerMinute = 150,
    pauseMs = 350,
  }: { offsetMs?: number; wordsPerMinute?: number; pauseMs?: number } = {},
): CaptionedScene {
  let clock = 120;
  const words = texts.flatMap((text, sentence) => {
    const tokens = wordsOf(text);
    const chars = tokens.join('').length;
    const msPerChar = (tokens.length * 60_000) / wordsPerMinute / chars;
    const timed = tokens.map((token) => {
      const startMs = clock;
      clock += token.length * msPerChar;
      return { text: token, sentence, startMs, endMs: clock };
    });
    clock += pauseMs;
    return timed;
  });
  return { offsetMs, durationMs: clock, sentences: texts.map((text) => ({ text })), words };
}
