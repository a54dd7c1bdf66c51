import { captionWidth, checkCaptions, type LessonScript, type TimedWord } from '@vividly/lesson';
import { captionCues } from './build.ts';
import { spokenScene } from './fixtures.ts';
import { captionParts } from './long-word.ts';
import { toSrt, toVtt, toWordsJson } from './write.ts';

const chinese =
  '牛顿第三定律告诉我们，两个物体之间的作用力和反作用力总是大小相等、方向相反，并且作用在同一条直线上。';
const japanese =
  'ニュートンの運動の第三法則によると、二つの物体が互いに及ぼし合う力は、大きさが等しく、向きが反対です。';
const thai = 'แรงกิริยาและแรงปฏิกิริยามีขนาดเท่ากันแต่มีทิศทางตรงกันข้ามเสมอและกระทำต่อวัตถุต่างชนิดกัน';
const latin =
  'Pneumonoultramicroscopicsilicovolcanoconiosis-Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz.';
const emoji = '👩🏽‍🚀👨‍👩‍👧‍👦🏀🇯🇵❤️‍🔥'.repeat(9);
const scripts = [chinese, japanese, thai, latin, emoji];

const graphemes = (text: string): string[] =>
  Array.from(new Intl.Segmenter('en').segment(text), ({ segment }) => segment);

/** The beginnings, middles and ends of all scripts, alone and run together: 70 words of any width. */
const words = scripts.flatMap((script, number) =>
  Array.from({ length: 14 }, (_, index) => {
    const signs = graphemes(script);
    const from = (index * 7) % 20;
    const some = signs.slice(from, from + 3 + ((index * 29) % signs.length)).join('');
    return some + (index % 3 === 0 ? (scripts[(number + index) % scripts.length] ?? '') : '');
  }),
);

/** Words of which something does not hold. */
const wordsWhere = (among: readonly string[], wrong: (word: string) => boolean): string[] =>
  among.filter((word, index) => among.indexOf(word) === index && wrong(word));
const sorted = (times: readonly number[]): boolean =>
  times.every((at, index) => at >= (times[index - 1] ?? at));

describe('parts of a word', () => {
  const [startMs, endMs] = [1234.5, 60_000];
  const made = new Map([...words, ...scripts].map((text) => [text, captionParts({ text, startMs, endMs })]));
  const partsOf = (text: string) => made.get(text)!;

  test('are the word, with no sign of it divided', () => {
    const signs = (texts: string[]) => texts.flatMap(graphemes).join('|');
    expect(
      wordsWhere(words, (word) => signs(partsOf(word).map(({ text }) => text)) !== signs([word])),
    ).toEqual([]);
    expect(words.filter((word) => partsOf(word).length > 1).length).toBeGreaterThan(35);
  });

  test('fit a line each; a word that does is left whole', () => {
    expect(wordsWhere(words, (word) => partsOf(word).some(({ text }) => captionWidth(text) > 42))).toEqual(
      [],
    );
    expect(wordsWhere(words, (word) => (partsOf(word).length === 1) !== captionWidth(word) <= 42)).toEqual(
      [],
    );
  });

  test('follow one another through the whole of its time', () => {
    const timesOf = (word: string) => partsOf(word).flatMap((part) => [part.startMs, part.endMs]);
    expect(wordsWhere(words, (word) => !sorted(timesOf(word)))).toEqual([]);
    expect(
      wordsWhere(words, (word) => timesOf(word)[0] !== startMs || timesOf(word).at(-1) !== endMs),
    ).toEqual([]);
  });

  test.each([
    [
      chinese,
      [
        '牛顿第三定律告诉我们，两个物体之间',
        '的作用力和反作用力总是大小相等、方',
        '向相反，并且作用在同一条直线上。',
      ],
    ],
    [
      japanese,
      [
        'ニュートンの運動の第三法則によると、',
        '二つの物体が互いに及ぼし合う力は、大',
        'きさが等しく、向きが反対です。',
      ],
    ],
    [thai, ['แรงกิริยาและแรงปฏิกิริยามีขนาดเท่ากันแต่มีทิศทาง', 'ตรงกันข้ามเสมอและกระทำต่อวัตถุต่างชนิดกัน']],
    [
      latin,
      [
        'Pneumonoultramicroscopicsilicovo',
        'lcanoconiosis-',
        'Rindfleischetikettierungsüberwac',
        'hungsaufgabenübertragungsgesetz.',
      ],
    ],
  ])('%s is broken where its script allows it, evenly', (word, parts) => {
    expect(partsOf(word).map(({ text }) => text)).toEqual(parts);
  });
});

describe('captions of a scene with such a word', () => {
  const wide = words.filter((word) => captionWidth(word) > 42);
  const made = new Map(
    wide.map((word) => {
      const spoken = spokenScene([`Hear this: ${word} and say it.`, 'Now it is your turn.']);
      const scene = { ...spoken, ...atReadingPace(spoken.words) };
      return [word, { scene, cues: captionCues([scene], { gradeLevel: 8 }) }];
    }),
  );
  const madeOf = (word: string) => made.get(word)!;

  test('are the script to the gate, in lines and times that it accepts', () => {
    const broken = wordsWhere(wide, (word) => {
      const { scene, cues } = madeOf(word);
      const script = { gradeLevel: 8, scenes: [scene] } as unknown as LessonScript;
      return checkCaptions({ script, captions: cues, cutsMs: [0], frameMs: 1000 / 30 }).length > 0;
    });
    expect(broken).toEqual([]);
  });

  test('lose nothing in any file', () => {
    const letters = (file: string) => file.replace(/^(WEBVTT|\d+|.* --> .*)$/gm, '').replace(/\s/g, '');
    const textOf = (json: string) =>
      (JSON.parse(json) as { text: string }[]).map(({ text }) => text).join('');
    const lost = wordsWhere(wide, (word) => {
      const { cues } = madeOf(word);
      const wanted = `Hearthis:${word}andsayit.Nowitisyourturn.`;
      return [letters(toVtt(cues)), letters(toSrt(cues)), textOf(toWordsJson(cues))].some(
        (text) => text !== wanted,
      );
    });
    expect(lost).toEqual([]);
  });

  test('light up in order, and never show two parts of a word in one line', () => {
    const wrong = wordsWhere(wide, (word) => {
      const { scene, cues } = madeOf(word);
      const whole = new Set(scene.words.map(({ text }) => text));
      const parts = cues.flatMap((cue) => cue.words);
      const divided = cues.some(({ lines, words: lit }) =>
        lines.some((_, line) => lit.filter((part) => part.line === line && !whole.has(part.text)).length > 1),
      );
      return divided || !sorted(parts.flatMap((part) => [part.startMs, part.endMs]));
    });
    expect(wrong).toEqual([]);
  });
});

test('the gate still sees a letter that is missing from a broken word', () => {
  const scene = spokenScene([`${chinese} Yes.`], { wordsPerMinute: 8 });
  const script = { gradeLevel: 8, scenes: [scene] } as unknown as LessonScript;
  const cues = captionCues([scene], { gradeLevel: 8 });
  const namesOf = (captions: typeof cues) =>
    checkCaptions({ script, captions, cutsMs: [0], frameMs: 1000 / 30 }).map(({ name }) => name);
  expect(namesOf(cues)).not.toContain('captions_differ_from_script');
  const robbed = cues.map((cue) => ({ ...cue, lines: cue.lines.map((line) => line.replace('第三', '第')) }));
  expect(namesOf(robbed)).toContain('captions_differ_from_script');
});

/** Words at a pace at which every one of their columns can be read. */
function atReadingPace(spoken: readonly TimedWord[]): { words: TimedWord[]; durationMs: number } {
  let clock = 120;
  const timed = spoken.map((word) => {
    const startMs = clock;
    clock += 120 + 80 * captionWidth(word.text);
    return { ...word, startMs, endMs: clock };
  });
  return { words: timed, durationMs: clock + 500 };
}
