import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Scene } from '@vividly/lesson';
import { lesson } from './fixtures/lesson.ts';
import { isText, viewsOf } from './fixtures/views.ts';
import { paint } from './draw.ts';
import { aspectRatios } from './frame.ts';
import { rect } from './geometry.ts';
import { layoutScene } from './layout.ts';
import type { TextRun } from './shapes.ts';
import { accents, caption, looks, term } from './theme.ts';

const SCALE = 0.5;
const LEAST = 4.5;

type Rgb = readonly [number, number, number];

/** Relative luminance and contrast of WCAG 2.2. */
function luminance([r, g, b]: Rgb): number {
  const linear = (value: number): number =>
    value <= 10 ? value / 3294 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function rgb(color: string): Rgb {
  return [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16)) as unknown as Rgb;
}

/** The lowest contrast of a text against any pixel under its letters, from the tops of capitals to the descenders. */
function worstContrast(run: TextRun, under: SKRSContext2D): number {
  const box = rect(run.x, run.baseline - 0.72 * run.size, run.width, 0.94 * run.size);
  const { data } = under.getImageData(
    Math.floor(box.x * SCALE),
    Math.floor(box.y * SCALE),
    Math.ceil(box.width * SCALE),
    Math.ceil(box.height * SCALE),
  );
  const ink = rgb(run.color);
  // Few colours, many pixels.
  const colors = new Set(new Uint32Array(data.buffer));
  return Math.min(
    ...[...colors].map((color) => contrast(ink, [color & 255, (color >> 8) & 255, (color >> 16) & 255])),
  );
}

/** Texts of a scene whose contrast is below the limit, each measured against what is painted before it. */
function faintTexts(scene: Scene, aspect: (typeof aspectRatios)[number]): string[] {
  const slide = layoutScene(scene, { aspect, captions: true });
  return viewsOf(slide).flatMap((view) => {
    const context = createCanvas(slide.frame.width * SCALE, slide.frame.height * SCALE).getContext('2d');
    context.scale(SCALE, SCALE);
    paint(context, slide.background);
    return view.flatMap(({ shapes }) =>
      shapes.flatMap((shape) => {
        if (!isText(shape)) {
          paint(context, [shape]);
          return [];
        }
        const worst = worstContrast(shape, context);
        return worst < LEAST ? [`${scene.id} “${shape.text}” ${worst.toFixed(2)}`] : [];
      }),
    );
  });
}

test.each(aspectRatios)('text stands out against the worst pixel under it in %s', (aspect) => {
  expect(lesson.flatMap((scene) => faintTexts(scene, aspect))).toEqual([]);
});

test('every role has a look on which text stands out', () => {
  const [scene] = lesson.filter(({ visual }) => visual.kind === 'diagram') as [Scene];
  for (const role of Object.keys(looks) as Scene['role'][])
    expect(faintTexts({ ...scene, role }, '16:9')).toEqual([]);
});

test('captions, terms and accents carry their texts', () => {
  const pairs = [
    [caption.ink, caption.plate],
    [caption.litInk, caption.litPlate],
    [term.ink, term.plate],
    ...Object.values(accents).flatMap(({ strong, tint }) => [
      [strong, '#FFFFFF'],
      ['#2A2140', tint],
    ]),
  ] as [string, string][];
  for (const [ink, ground] of pairs) expect(contrast(rgb(ink), rgb(ground))).toBeGreaterThanOrEqual(LEAST);
});
