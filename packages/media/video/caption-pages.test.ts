import type { CaptionCue } from '../captions/cue.ts';
import { captionStrip } from '../slides/chrome.ts';
import { isText } from '../slides/fixtures/views.ts';
import { aspectRatios, frameOf, type AspectRatio } from '../slides/frame.ts';
import { contains, overlaps } from '../slides/geometry.ts';
import { textBox, type TextRun } from '../slides/shapes.ts';
import { themeOf } from '../slides/theme/index.ts';
import { captionPages } from './caption-pages.ts';

const look = themeOf('matter', null).explain;

function cueOf(...lines: string[]): CaptionCue {
  const words = lines.flatMap((text, line) => text.split(' ').map((word) => ({ word, line })));
  const timed = words.map(({ word, line }, index) => ({
    text: word,
    line,
    startMs: 1000 + index * 300,
    endMs: 1250 + index * 300,
  }));
  return { startMs: 1000, endMs: 1300 + words.length * 300, lines, words: timed };
}

const pagesOf = (cue: CaptionCue, aspect: AspectRatio) => {
  const frame = frameOf(aspect);
  return captionPages(cue, { frame, look }, captionStrip(frame));
};

const long = cueOf('Every push on the floor gets a push back,', 'and both of the two are equally strong.');
const widest = cueOf('W'.repeat(42), 'W'.repeat(42));

test('in a wide frame a caption keeps its lines', () => {
  const pages = pagesOf(long, '16:9');
  expect(pages).toHaveLength(1);
  const rows = new Map<number, string[]>();
  for (const run of (pages[0]?.cold ?? []).filter(isText))
    rows.set(run.baseline, [...(rows.get(run.baseline) ?? []), run.text]);
  expect([...rows.values()].map((row) => row.join(' '))).toEqual(long.lines);
});

test.each(aspectRatios)(
  'captions stay in their strip, two rows at a time, with every word in %s',
  (aspect) => {
    const frame = frameOf(aspect);
    for (const cue of [long, widest]) {
      const pages = pagesOf(cue, aspect);
      for (const { box, cold, words } of pages) {
        expect(contains(captionStrip(frame), box)).toBe(true);
        const runs = cold.filter(isText);
        expect(new Set(runs.map(({ baseline }) => baseline)).size).toBeLessThanOrEqual(2);
        expect(Math.min(...runs.map(({ size }) => size))).toBeGreaterThanOrEqual(0.04 * frame.height);
        const touching = words.filter((word, index) =>
          words.slice(index + 1).some((other) => overlaps(word.box, other.box)),
        );
        expect(touching).toEqual([]);
      }
      const shown = pages.flatMap(({ cold }) =>
        cold.filter(isText).map(({ text }) => text.replace(/-$/, '')),
      );
      expect(shown.join('')).toBe(cue.lines.join('').replaceAll(' ', ''));
    }
  },
);

test.each(aspectRatios)(
  'each word is lit from its start until the next one, and pages follow each other, in %s',
  (aspect) => {
    const pages = pagesOf(long, aspect);
    expect(pages[0]?.fromMs).toBe(long.startMs);
    expect(pages.at(-1)?.toMs).toBe(long.endMs);
    pages.slice(1).forEach(({ fromMs }, index) => expect(fromMs).toBe(pages[index]?.toMs));
    const lit = pages.flatMap(({ words }) => words);
    expect(lit.map(({ fromMs }) => fromMs)).toEqual(long.words.map(({ startMs }) => startMs));
    lit.slice(1).forEach(({ fromMs }, index) => expect(lit[index]?.toMs).toBe(fromMs));
  },
);

test('a word goes dark in a long pause', () => {
  const cue: CaptionCue = {
    startMs: 0,
    endMs: 3000,
    lines: ['wait now'],
    words: [
      { text: 'wait', startMs: 0, endMs: 400, line: 0 },
      { text: 'now', startMs: 2000, endMs: 2400, line: 0 },
    ],
  };
  expect(pagesOf(cue, '16:9')[0]?.words.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
    [0, 400],
    [2000, 2400],
  ]);
});

/** Texts of a page's rows from left to right, as they stand. */
const rowsShown = (cue: CaptionCue, aspect: AspectRatio): string[] =>
  pagesOf(cue, aspect).flatMap(({ cold }) => {
    const rows = new Map<number, TextRun[]>();
    for (const run of cold.filter(isText)) rows.set(run.baseline, [...(rows.get(run.baseline) ?? []), run]);
    return [...rows.values()].map((row) =>
      [...row]
        .sort((a, b) => a.x - b.x)
        .map(({ text }) => text)
        .join(' '),
    );
  });

test('Arabic words stand from right to left, Latin ones among them in their own order', () => {
  const cue = cueOf('كل دفعة net force تلقى', 'دفعة مساوية لها');
  expect(rowsShown(cue, '16:9')).toEqual(['تلقى net force دفعة كل', 'لها مساوية دفعة']);
  // The lit word is the one that is spoken: the first is lit first, and stands furthest to the right.
  const [page] = pagesOf(cue, '16:9');
  const first = page?.words.find(({ fromMs }) => fromMs === cue.startMs);
  expect(first?.box.x).toBe(Math.max(...(page?.words ?? []).slice(0, 5).map(({ box }) => box.x)));
});

test.each(aspectRatios)(
  'runs of any script without blanks are broken over rows and pages in %s',
  (aspect) => {
    for (const line of [
      'ボールを床に向かって押すと、床も同じ大きさの力でボールを押し返します。',
      'แรงกิริยาเท่ากับแรงปฏิกิริยาเสมอและมีทิศทางตรงข้ามกันทุกครั้ง',
      'https://example.com/physics/newton/third-law/basketball?question=why',
      'ٱلْقُوَّةُتَأْتِيأَزْوَاجًادَائِمًافِيكُلِّمَكَان',
    ]) {
      const pages = pagesOf(cueOf(line), aspect);
      for (const { box, cold } of pages) {
        expect(contains(captionStrip(frameOf(aspect)), box)).toBe(true);
        for (const run of cold.filter(isText)) expect(contains(box, textBox(run))).toBe(true);
      }
      const shown = pages.flatMap(({ cold }) => cold.filter(isText).map(({ text }) => text));
      expect(shown.join('').replaceAll('-', '')).toBe(line.replaceAll('-', ''));
    }
  },
);
