import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { paint } from './draw.ts';
import { extremeVisuals, longWords, type Filler } from './fixtures/extremes.ts';
import { scripts, type Script } from './fixtures/scripts.ts';
import { fullScene, problemsOf } from './fixtures/soundness.ts';
import { runsOf } from './fixtures/views.ts';
import { aspectRatios } from './frame.ts';
import { inset } from './geometry.ts';
import { layoutScene } from './layout.ts';
import { textBox, type TextRun } from './shapes.ts';

/** Fixed, so that a failure is one everywhere. */
const SEED = 20_261_122;
const kinds = Object.keys(extremeVisuals(longWords));
const names = Object.keys(scripts);

/** Texts of a script that are as long as the schema allows, or as long as `length` says; never empty. */
function fillerOf({ words, blank }: Script, start: number, length: (most: number) => number): Filler {
  let next = start;
  return (most) => {
    const wanted = length(most);
    let text = '';
    for (;;) {
      const word = words[next % words.length] ?? '';
      const longer = text === '' ? word : text + blank + word;
      if (longer.length > wanted) break;
      text = longer;
      next += 1;
    }
    if (text !== '') return text;
    next += 1;
    const graphemes = Array.from(new Intl.Segmenter('en').segment(words[next % words.length] ?? ''));
    return graphemes
      .filter(({ index, segment }) => index === 0 || index + segment.length <= most)
      .map(({ segment }) => segment)
      .join('')
      .trim();
  };
}

test.each(names)('texts in %s of any length hold in every kind and ratio', (name) => {
  fc.assert(
    fc.property(
      fc.constantFrom(...kinds),
      fc.constantFrom(...aspectRatios),
      fc.nat(50),
      fc.boolean(),
      fc.gen(),
      (kind, aspect, start, longest, generate) => {
        const length = (most: number): number =>
          longest ? most : generate(fc.integer, { min: 1, max: most });
        const fill = fillerOf(scripts[name] as Script, start, length);
        const visual = extremeVisuals(fill)[kind];
        if (visual === undefined) throw new Error(kind);
        const scene = fullScene(kind, visual, fill);
        expect(problemsOf(scene, layoutScene(scene, { aspect, captions: true }))).toEqual([]);
      },
    ),
    { seed: SEED, numRuns: 12 },
  );
});

/** Pixels of a row of text outside the room it says it takes; a tenth of its size at the sides is part of every layer. */
function inkOutside(run: TextRun): number {
  const box = inset(textBox(run), -0.1 * run.size, -1);
  const margin = run.size;
  const canvas = createCanvas(Math.ceil(box.width + 2 * margin), Math.ceil(box.height + 2 * margin));
  const context = canvas.getContext('2d');
  context.translate(margin - box.x, margin - box.y);
  paint(context, [run]);
  context.clearRect(box.x, box.y, box.width, box.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((value, index) => index % 4 === 3 && value > 64).length;
}

test.each(names)('the ink of %s stays where its row is', (name) => {
  const fill = fillerOf(scripts[name] as Script, 0, (most) => most);
  const visual = extremeVisuals(fill)['steps'];
  if (visual === undefined) throw new Error('steps');
  const slide = layoutScene(fullScene('ink', visual, fill), { aspect: '16:9', captions: true });
  const runs = runsOf(slide.layers);
  expect(runs.length).toBeGreaterThan(5);
  expect(runs.filter((run) => inkOutside(run) > 0).map(({ text }) => text)).toEqual([]);
});
