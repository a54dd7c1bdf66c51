import { rasterise } from '../slides/draw.ts';
import { lesson, spoken } from '../slides/fixtures/lesson.ts';
import { layoutScene } from '../slides/layout.ts';
import { createCaptionStrip } from './caption-strip.ts';
import { frameAt } from './clock.ts';
import { createCompositor } from './compositor.ts';
import { plainCues } from './fixtures/cues.ts';
import { createCanvas } from './frames.ts';
import { emptyPlanes, writeOpaque } from './planes.ts';
import { scheduleOf } from './schedule.ts';

const SCALE = 0.25;
const SETTLED = 10;

/** Greatest and mean difference of two planes. */
function difference(a: Uint8Array, b: Uint8Array): { most: number; mean: number } {
  const apart = a.map((sample, index) => Math.abs(sample - (b[index] ?? 0)));
  return {
    most: apart.reduce((most, each) => Math.max(most, each), 0),
    mean: apart.reduce((sum, each) => sum + each, 0) / apart.length,
  };
}

test.each(['9:16', '1:1'] as const)(
  'patched frame by frame, the picture is what drawing it at once gives (%s)',
  async (aspect) => {
    for (const scene of lesson.slice(1, 6)) {
      const { words, durationMs } = spoken(scene);
      const frames = frameAt(durationMs);
      const slide = layoutScene(scene, { aspect, captions: true });
      const { picture } = createCanvas(slide.frame.width * SCALE, slide.frame.height * SCALE);
      const showings = scheduleOf(slide, words, frames);
      const captions = createCaptionStrip(plainCues(words), slide, SCALE);
      const compositor = await createCompositor({ slide, showings, captions, scale: SCALE }, picture);
      let changed = 0;
      for (let frame = 0; frame < frames; frame += 1) changed += Number(await compositor.advance(frame));
      expect(changed).toBeLessThan(frames / 2);

      // At the end the captions are gone and every part stands still.
      const last = frames - 1;
      const standing = showings.filter(({ from, to }) => from + SETTLED < last && last < to);
      const shapes = [...slide.background, ...standing.flatMap(({ layer }) => layer.shapes)];
      const whole = emptyPlanes(picture.box);
      for await (const raster of rasterise(shapes, picture.box, SCALE)) writeOpaque(whole, raster);
      for (const plane of ['luma', 'u', 'v'] as const) {
        const { most, mean } = difference(picture[plane], whole[plane]);
        expect(mean).toBeLessThan(0.2);
        // Edges that lie over each other are blended in another order: a few levels apart.
        expect(most).toBeLessThan(40);
      }
    }
  },
);
