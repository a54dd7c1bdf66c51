import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { sceneRoleSchema, themeNameSchema, type Scene, type ThemeName } from '@vividly/lesson';
import { lesson } from '../gallery/lesson.ts';
import { cssFont } from '../fonts.ts';
import { isText } from './fixtures/views.ts';
import { viewsOf } from './views.ts';
import { paint } from './draw.ts';
import { aspectRatios, type AspectRatio } from './frame.ts';
import { rect } from './geometry.ts';
import { layoutScene } from './layout.ts';
import type { TextRun } from './shapes.ts';
import { contrast, rgbOf } from './theme/color.ts';
import { themeOf, type BrandStyle } from './theme/index.ts';

const SCALE = 0.5;
const themes = themeNameSchema.options;
/** WCAG 2.2: 1.4.3, and 1.4.6 for the theme that is made for it. */
const leastOf = (theme: ThemeName): number => (theme === 'high_contrast' ? 7 : 4.5);

/** The lowest contrast of a text against any pixel under its letters, as high and as deep as their ink. */
function worstContrast(run: TextRun, under: SKRSContext2D): number {
  under.font = cssFont(run.font, run.size, run.text);
  const { actualBoundingBoxAscent: high, actualBoundingBoxDescent: deep } = under.measureText(run.text);
  const box = rect(run.x, run.baseline - high, run.width, high + deep);
  const { data } = under.getImageData(
    Math.floor(box.x * SCALE),
    Math.floor(box.y * SCALE),
    Math.ceil(box.width * SCALE),
    Math.ceil(box.height * SCALE),
  );
  const ink = rgbOf(run.color);
  // Few colours, many pixels.
  const colors = new Set(new Uint32Array(data.buffer));
  return Math.min(
    ...[...colors].map((color) => contrast(ink, [color & 255, (color >> 8) & 255, (color >> 16) & 255])),
  );
}

/** Texts of a scene whose contrast is below the limit, each measured against what is painted before it. */
function faintTexts(scene: Scene, aspect: AspectRatio, theme: ThemeName): string[] {
  const slide = layoutScene(scene, { aspect, captions: true, theme });
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
        return worst < leastOf(theme) ? [`${scene.id} “${shape.text}” ${worst.toFixed(2)}`] : [];
      }),
    );
  });
}

describe.each(aspectRatios)('in %s', (aspect) => {
  test.each(themes)('text stands out against the worst pixel under it: %s', (theme) => {
    expect(lesson.flatMap((scene) => faintTexts(scene, aspect, theme))).toEqual([]);
  });
});

test.each(themes)('every role has a look on which text stands out: %s', (theme) => {
  const [scene] = lesson.filter(({ visual }) => visual.kind === 'diagram') as [Scene];
  for (const role of sceneRoleSchema.options)
    expect(faintTexts({ ...scene, role }, '16:9', theme)).toEqual([]);
});

describe.each(themes)('%s', (theme) => {
  /** Ink and ground of everything that can meet. */
  const pairsOf = (brand: BrandStyle | null): [string, string][] =>
    Object.values(themeOf(theme, brand)).flatMap(
      ({ surface, card, accent, companion, right, wrong, term, caption, mark }) => [
        [surface.ink, surface.ground],
        [card.ink, card.fill],
        ...[accent, companion, right, wrong].flatMap(({ strong, on, tint }): [string, string][] => [
          [on, strong],
          [strong, card.fill],
          [card.ink, tint],
        ]),
        ...[term, caption.cold, caption.lit].map(({ plate, ink }): [string, string] => [ink, plate]),
        [mark.sign, mark.fill],
      ],
    );
  const faint = (brand: BrandStyle | null): string[] =>
    pairsOf(brand)
      .filter(([ink, ground]) => contrast(rgbOf(ink), rgbOf(ground)) < leastOf(theme))
      .map((pair) => pair.join(' on '));

  test('every ink can be read on its ground', () => {
    expect(faint(null)).toEqual([]);
  });

  test.each(['#FFFF00', '#000000', '#FFFFFF', '#7FB2FF', '#808080'])(
    'an organization in %s is drawn in a colour that can be read',
    (accent) => {
      expect(faint({ accent, font: null })).toEqual([]);
    },
  );
});
