import { wordsOf } from '../script.ts';
import { captionWidth } from './caption-width.ts';
import { checkCaptions } from './catalogue.ts';
import { leverLesson, spokenEvenly } from './test/lesson.ts';
import type { Caption } from './captions.ts';

const frameMs = 1000 / 30;

/** A caption for every six words or so of the lesson, each ending two frames before the next. */
function captioned() {
  const script = leverLesson();
  const scenes = spokenEvenly(script, 130);
  const captions: Caption[] = [];
  for (const scene of scenes)
    for (const [index, { text }] of (
      script.scenes.find(({ id }) => id === scene.sceneId)?.sentences ?? []
    ).entries()) {
      const words = scene.words.filter(({ sentence }) => sentence === index);
      const size = Math.ceil(words.length / Math.ceil(words.length / 6));
      for (let at = 0; at < words.length; at += size) {
        const part = words.slice(at, at + size);
        captions.push({
          startMs: scene.offsetMs + (part[0]?.startMs ?? 0),
          endMs: scene.offsetMs + (part.at(-1)?.endMs ?? 0) - 2 * frameMs,
          lines: [
            wordsOf(text)
              .slice(at, at + size)
              .join(' '),
          ],
        });
      }
    }
  return { script, captions, cutsMs: scenes.map(({ offsetMs }) => offsetMs), frameMs };
}

test('captions that are the script, read in time, have no finding', () => {
  expect(checkCaptions(captioned())).toEqual([]);
});

const breaks: [name: string, spoil: (captions: Caption[]) => void][] = [
  ['captions_differ_from_script', (captions) => captions.splice(3, 1)],
  [
    'captions_differ_from_script',
    (captions) => captions.push({ startMs: 90_000, endMs: 91_000, lines: ['Bye.'] }),
  ],
  ['caption_too_large', (captions) => change(captions, 0, { lines: ['How', 'can', 'you lift a friend'] })],
  ['caption_duration', (captions) => change(captions, 0, { endMs: 300 })],
  ['caption_too_fast', (captions) => change(captions, 0, { endMs: 1000 })],
  ['captions_too_close', (captions) => change(captions, 1, { startMs: captions[0]?.endMs ?? 0 })],
  ['caption_across_cut', (captions) => change(captions, 0, { endMs: 13_000 })],
];

function change(captions: Caption[], at: number, values: Partial<Caption>): void {
  const caption = captions[at];
  if (caption !== undefined) captions[at] = { ...caption, ...values };
}

test.each(breaks)('rule 12, %s', (name, spoil) => {
  const lesson = captioned();
  spoil(lesson.captions);
  expect(checkCaptions(lesson)).toContainEqual(expect.objectContaining({ rule: 12, name }));
});

test.each([
  ['Push, and it pushes back: you rise so far.', 42],
  ['ニュートンの運動の第三法則', 26],
  ['힘은 항상 쌍으로', 16],
  ['the 🏀 goes up 👩🏽‍🚀', 17],
  ['café in either spelling: cafe\u0301', 29],
  ['“3.5 kg” — 9.8 m/s²…', 20],
])('%s is %i characters wide', (text, width) => {
  expect(captionWidth(text)).toBe(width);
});

test('rule 12 counts full-width characters twice: in lines, and in how fast they are to be read', () => {
  const lesson = captioned();
  const names = (line: string, seconds: number) => {
    const captions = [{ startMs: 0, endMs: seconds * 1000, lines: [line] }];
    return checkCaptions({ ...lesson, captions }).map(({ name }) => name);
  };
  expect(names('力'.repeat(21), 5)).not.toContain('caption_too_large');
  expect(names('力'.repeat(22), 5)).toContain('caption_too_large');
  expect(names('力'.repeat(21), 5)).not.toContain('caption_too_fast');
  expect(names('力'.repeat(21), 2)).toContain('caption_too_fast');
});
