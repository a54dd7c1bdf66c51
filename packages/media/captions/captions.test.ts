import { createRequire } from 'node:module';
import { checkCaptions, wordsOf, type LessonScript } from '@vividly/lesson';
import { parse } from 'subsrt-ts';
import { captionCues, type CaptionedScene } from './build.ts';
import type { CaptionCue } from './cue.ts';
import { spokenScene } from './fixtures.ts';
import { toSrt, toVtt, toWordsJson } from './write.ts';

interface VttParser {
  parse(text: string): { cues: { startTime: number; endTime: number; text: string }[]; errors: unknown[] };
}
const { WebVTTParser } = createRequire(import.meta.url)('webvtt-parser') as {
  WebVTTParser: new () => VttParser;
};

const texts = [
  [
    'Why does a basketball bounce back when you push it down?',
    'When your hand pushes on the ball, the ball pushes on your hand just as hard, and that is Newton’s third law.',
    'Stop!',
    'In 1789, “it’s” — they said — a well-known <b>rule</b> & 3 > 2.',
  ],
  [
    'They act on two different objects, so they never cancel each other.',
    'If you eat two of the four parts of a pizza, how much of the pizza is left for the others at your table to share?',
    'Half.',
  ],
];

function lesson(wordsPerMinute?: number): CaptionedScene[] {
  let offsetMs = 0;
  return texts.map((scene) => {
    const spoken = spokenScene(scene, { offsetMs, ...(wordsPerMinute && { wordsPerMinute }) });
    offsetMs += spoken.durationMs;
    return spoken;
  });
}

function findings(scenes: readonly CaptionedScene[], cues: readonly CaptionCue[], gradeLevel: number) {
  const script = { gradeLevel, scenes } as unknown as LessonScript;
  const cutsMs = scenes.map(({ offsetMs }) => offsetMs);
  return checkCaptions({ script, captions: cues, cutsMs, frameMs: 1000 / 30 });
}

test.each([
  [8, 150],
  [8, 165],
  [4, 115],
])('grade %d at %d words a minute: rule 12 holds', (gradeLevel, wordsPerMinute) => {
  const scenes = lesson(wordsPerMinute);
  expect(findings(scenes, captionCues(scenes, { gradeLevel }), gradeLevel)).toEqual([]);
});

test('a voice too fast to read breaks the speed limit and nothing else', () => {
  const scenes = lesson(260);
  const broken = findings(scenes, captionCues(scenes, { gradeLevel: 4 }), 4);
  expect(new Set(broken.map(({ name }) => name))).toEqual(new Set(['caption_too_fast']));
});

test('cues break where sentences and phrases end', () => {
  const linesOf = (text: string) =>
    captionCues([spokenScene([text])], { gradeLevel: 8 }).map(({ lines }) => lines);
  expect(linesOf('They act on two different objects, so they never cancel each other.')).toEqual([
    ['They act on two different objects,', 'so they never cancel each other.'],
  ]);
  expect(
    linesOf(
      'If you eat two of the four parts of a pizza, how much of the pizza is left for the others to share?',
    ),
  ).toEqual([
    [expect.anything(), expect.stringMatching(/pizza,$/)],
    [expect.stringMatching(/^how much/), expect.stringMatching(/share\?$/)],
  ]);
});

test('every word lights up where it is spoken, in the line that shows it', () => {
  const scenes = lesson();
  const cues = captionCues(scenes, { gradeLevel: 8 });
  const spoken = scenes.flatMap(({ offsetMs, words }) =>
    words.map(({ text, startMs, endMs }) => ({ text, startMs: offsetMs + startMs, endMs: offsetMs + endMs })),
  );
  expect(
    cues.flatMap((cue) => cue.words.map(({ text, startMs, endMs }) => ({ text, startMs, endMs }))),
  ).toEqual(spoken);
  for (const { lines, words, startMs, endMs } of cues) {
    lines.forEach((line, index) =>
      expect(words.filter((word) => word.line === index).map(({ text }) => text)).toEqual(wordsOf(line)),
    );
    for (const word of words) expect(word.startMs >= startMs && word.startMs < endMs).toBe(true);
  }
});

test('a dash that takes no time and a scene of one word are captioned too', () => {
  const spoken = spokenScene(['Push — and wait.', 'Go!']);
  const words = spoken.words.map((word) => (word.text === '—' ? { ...word, endMs: word.startMs } : word));
  const cues = captionCues([{ ...spoken, words }], { gradeLevel: 8 });
  expect(cues.flatMap(({ lines }) => lines).join(' ')).toBe('Push — and wait. Go!');
  expect(captionCues([spokenScene(['Yes.'])], { gradeLevel: 8 })).toHaveLength(1);
});

test('words that are not the script’s are refused', () => {
  const spoken = spokenScene(['Push it back.']);
  expect(() => captionCues([{ ...spoken, words: spoken.words.slice(1) }], { gradeLevel: 8 })).toThrow('3');
  const words = spoken.words.map((word) => ({ ...word, text: word.text.replace('Push', 'Pull') }));
  expect(() => captionCues([{ ...spoken, words }], { gradeLevel: 8 })).toThrow('Push');
});

describe('files', () => {
  const cues = captionCues(lesson(), { gradeLevel: 8 });

  const ms = (seconds: number) => Math.round(seconds * 1000);

  test('WebVTT, as a strict parser reads it', () => {
    const parsed = new WebVTTParser().parse(toVtt(cues));
    expect(parsed.errors).toEqual([]);
    expect(parsed.cues.map(({ startTime, endTime }) => [ms(startTime), ms(endTime)])).toEqual(
      cues.map(({ startMs, endMs }) => [Math.round(startMs), Math.round(endMs)]),
    );
    const unescaped = parsed.cues.map(({ text }) =>
      text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
    );
    expect(unescaped).toEqual(cues.map(({ lines }) => lines.join('\n')));
  });

  test('SubRip', () => {
    const parsed = parse(toSrt(cues), { format: 'srt' });
    expect(parsed).toMatchObject(
      cues.map(({ startMs, endMs }) => ({ start: Math.round(startMs), end: Math.round(endMs) })),
    );
    expect(parsed.map((cue) => ('content' in cue ? cue.content.trim() : ''))).toEqual(
      cues.map(({ lines }) => lines.join('\r\n')),
    );
  });

  test('words with their times', () => {
    const words = JSON.parse(toWordsJson(cues)) as { text: string; startMs: number; endMs: number }[];
    expect(words.map(({ text }) => text)).toEqual(texts.flat().flatMap(wordsOf));
    const times = words.flatMap(({ startMs, endMs }) => [startMs, endMs]);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
});
