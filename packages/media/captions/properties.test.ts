import { captionWidth, limits, wordsOf, type TimedWord } from '@vividly/lesson';
import { captionCues, type CaptionedScene } from './build.ts';
import type { CaptionCue } from './cue.ts';

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
    oneOf([
      'a',
      'of',
      'and',
      'force',
      'because',
      '—',
      '3.5',
      'R&B',
      '“why”',
      'x'.repeat(whole(1, 14)),
      'y'.repeat(whole(15, 40)),
      '力'.repeat(whole(1, 20)),
      '🏀',
    ]);
  const sentence = () => {
    const words = Array.from({ length: whole(1, 25) }, () => word() + oneOf(['', '', '', '', ',', ';', ':']));
    return (
      words
        .join(oneOf([' ', ' ', '  ']))
        .slice(0, 279)
        .trim() + oneOf(['.', '?', '!'])
    );
  };
  const sentences = Array.from({ length: whole(1, 14) }, () => ({ text: sentence() }));
  const msPerChar = 60 + 60 * random();
  let clock = 120;
  const words = sentences.flatMap(({ text }, index) => {
    const spoken = wordsOf(text).map((token): TimedWord => {
      const startMs = clock;
      clock += Math.min(
        1800,
        Math.max(0, token === '—' ? 0 : 40 + token.length * msPerChar * (0.7 + 0.6 * random())),
      );
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
describe('captions of any scene', () => {
  const made = Array.from({ length: 400 }, (_, index) => {
    const { scene, gradeLevel } = sceneFrom(index + 1);
    return { seed: index + 1, scene, cues: captionCues([scene], { gradeLevel }) };
  });
  type Made = (typeof made)[number];
  /** Seeds of the scenes in which some cue, with the one before it, is not as it should be. */
  const seedsWhere = (wrong: (cue: CaptionCue, before: CaptionCue | undefined, made: Made) => boolean) =>
    made
      .filter((one) => one.cues.some((cue, index) => wrong(cue, one.cues[index - 1], one)))
      .map(({ seed }) => seed);

  test('are the script, token by token', () => {
    for (const { scene, cues } of made) {
      const scripted = scene.sentences.flatMap(({ text }) => wordsOf(text));
      expect(cues.flatMap(({ lines }) => lines.flatMap(wordsOf))).toEqual(scripted);
      expect(cues.flatMap(({ words }) => words.map(({ text }) => text))).toEqual(scripted);
    }
    expect(made.flatMap(({ cues }) => cues).length).toBeGreaterThan(3000);
  });

  test('have at most two lines of 42 characters, each word in the line that says it', () => {
    expect(
      seedsWhere(({ lines }) => lines.length > 2 || lines.some((line) => captionWidth(line) > 42)),
    ).toEqual([]);
    const lineOf = ({ words }: CaptionCue, line: number) =>
      words
        .filter((word) => word.line === line)
        .map(({ text }) => text)
        .join(' ');
    expect(seedsWhere((cue) => cue.lines.some((line, index) => line !== lineOf(cue, index)))).toEqual([]);
  });

  test('follow one another by at least two frames, inside their scene', () => {
    expect(
      seedsWhere((cue, before) => before !== undefined && cue.startMs - before.endMs < gapMs - 0.001),
    ).toEqual([]);
    const ends = ({ scene }: Made) => scene.offsetMs + scene.durationMs;
    expect(seedsWhere((cue, _, one) => cue.startMs < one.scene.offsetMs || cue.endMs > ends(one))).toEqual(
      [],
    );
  });

  test('stand for at most seven seconds, and for some time', () => {
    expect(seedsWhere(({ startMs, endMs }) => endMs - startMs > limits.captionMs.max)).toEqual([]);
    expect(seedsWhere(({ startMs, endMs }) => endMs <= startMs)).toEqual([]);
  });

  test('come with their first word, and show every word that can be seen to be spoken', () => {
    expect(seedsWhere(({ startMs, words: [first] }) => startMs !== first?.startMs)).toEqual([]);
    // A dash takes no time, so that its cue may be gone.
    const unseen = ({ words, startMs, endMs }: CaptionCue) =>
      words.some(
        (word) => word.endMs - word.startMs > gapMs && (word.startMs < startMs || word.startMs >= endMs),
      );
    expect(seedsWhere(unseen)).toEqual([]);
  });

  test('never show what comes after a long silence', () => {
    const silences = ({ words }: CaptionCue) =>
      words.slice(1).map(({ startMs }, index) => startMs - (words[index]?.endMs ?? 0));
    expect(seedsWhere((cue) => silences(cue).some((ms) => ms >= 1000))).toEqual([]);
  });
});

test('a question and its answer stand in two captions, however short they are', () => {
  const words = ['Which', 'is', 'bigger?', 'Neither', 'is.'].map((text, index): TimedWord => {
    const startMs = 120 + 300 * index + (index > 2 ? 2000 : 0);
    return { text, sentence: index > 2 ? 1 : 0, startMs, endMs: startMs + 280 };
  });
  const sentences = [{ text: 'Which is bigger?' }, { text: 'Neither is.' }];
  const cues = captionCues([{ offsetMs: 0, durationMs: 4000, sentences, words }], { gradeLevel: 6 });
  expect(cues.map(({ lines }) => lines)).toEqual([['Which is bigger?'], ['Neither is.']]);
});
