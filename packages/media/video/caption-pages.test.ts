import type { CaptionCue } from '../captions/cue.ts';
import { captionStrip } from '../slides/chrome.ts';
import { isText } from '../slides/fixtures/views.ts';
import { aspectRatios, frameOf, type AspectRatio } from '../slides/frame.ts';
import { contains, overlaps } from '../slides/geometry.ts';
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
