import { createCanvas } from '@napi-rs/canvas';
import { paint } from '../slides/draw.ts';
import { frameOf } from '../slides/frame.ts';
import { rect } from '../slides/geometry.ts';
import type { Shape, TextRun } from '../slides/shapes.ts';
import { START, type Slide } from '../slides/slide.ts';
import { measure } from '../slides/text.ts';
import { themeOf } from '../slides/theme/index.ts';
import { contrast, luminance } from '../slides/luminance.ts';
import { readText } from './legible.ts';
import { momentsOf } from './moments.ts';
import { canvasPixels, spreadOf, type Pixels } from './pixels.ts';
import { watchReveal } from './reveal.ts';
import { sceneLooks } from './scene.ts';

const frame = frameOf('16:9');
const taste = themeOf('matter', null).explain;

function run(text: string, color: string, at: Partial<TextRun> = {}): TextRun {
  const [size, font] = [60, taste.type.semibold] as const;
  const width = measure(text, font, size);
  return { kind: 'text', text, x: 200, baseline: 300, width, size, font, color, ...at };
}

const ground = (fill: string): Shape => ({ kind: 'rect', box: rect(-2, -2, 1924, 1084), radius: 0, fill });

function pictureOf(shapes: readonly Shape[], scale: number): Pixels {
  const [width, height] = [2 * Math.round(960 * scale), 2 * Math.round(540 * scale)];
  const context = createCanvas(width, height).getContext('2d');
  context.scale(scale, scale);
  paint(context, shapes);
  return canvasPixels(context.getImageData(0, 0, width, height).data, width, height);
}

const rgb = (color: string) =>
  [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16)) as [number, number, number];

describe('reading text', () => {
  test.each([
    ['#2A2140', '#FBF4E7', 1],
    ['#2A2140', '#FBF4E7', 1 / 3],
    ['#FFF7E8', '#251C3D', 0.5],
    ['#777777', '#FFFFFF', 0.5],
    ['#BBBBBB', '#FFFFFF', 1 / 3],
  ])('%s on %s at %d has the contrast of its colours', (ink, under, scale) => {
    const due = contrast(luminance(...rgb(ink)), luminance(...rgb(under)));
    const text = run('Forces in pairs', ink);
    const found = readText(pictureOf([ground(under), text], scale), text, scale);
    expect(found.whole).toBe(true);
    expect(Math.abs(found.contrast / due - 1)).toBeLessThan(0.06);
  });

  test.each(['is', 'I', 'a', 'y', 'j', 'of'])(
    'the lit word “%s” has it in a small picture, wherever it falls',
    (word) => {
      const { plate, ink } = themeOf('numbers', null).explain.caption.lit;
      const due = contrast(luminance(...rgb(ink)), luminance(...rgb(plate)));
      for (const shift of [0, 0.7, 1.4, 2.1]) {
        const lit = run(word, ink, { size: 46, x: 300 + shift, baseline: 540 + shift });
        lit.width = measure(word, lit.font, lit.size);
        const pill: Shape = {
          kind: 'rect',
          box: rect(lit.x - 7, lit.baseline - 45, lit.width + 14, 59),
          radius: 14,
          fill: plate,
        };
        const found = readText(pictureOf([ground('#081D2A'), pill, lit], 1 / 3), lit, 1 / 3);
        expect(found.whole).toBe(true);
        expect(Math.abs(found.contrast / due - 1)).toBeLessThan(0.06);
      }
    },
  );

  test('the worst of the ground counts', () => {
    const text = run('Forces in pairs', '#2A2140');
    const blot: Shape = { kind: 'rect', box: rect(200, 250, 120, 60), radius: 0, fill: '#4A4160' };
    const found = readText(pictureOf([ground('#FFFFFF'), blot, text], 0.5), text, 0.5);
    expect(found.contrast).toBeLessThan(2.5);
  });

  test('text that is not there, or of which a part is covered, is not whole', () => {
    const text = run('Forces in pairs', '#2A2140');
    expect(readText(pictureOf([ground('#FFFFFF')], 0.5), text, 0.5)).toEqual({ contrast: 1, whole: false });
    const cover: Shape = {
      kind: 'rect',
      box: rect(200 + text.width * 0.75, 200, 600, 200),
      radius: 0,
      fill: '#FFFFFF',
    };
    expect(readText(pictureOf([ground('#FFFFFF'), text, cover], 0.5), text, 0.5).whole).toBe(false);
    const outside = run('Forces', '#2A2140', { x: 5000 });
    expect(readText(pictureOf([ground('#FFFFFF')], 0.5), outside, 0.5).whole).toBe(false);
  });
});

test('a picture of one colour has no spread', () => {
  expect(spreadOf(pictureOf([ground('#888888')], 0.25))).toBeLessThan(0.5);
  expect(
    spreadOf(pictureOf([ground('#FFFFFF'), run('Forces in pairs', '#000000', { size: 200 })], 0.25)),
  ).toBeGreaterThan(10);
});

describe('a part that appears', () => {
  const text = run('Forces', '#2A2140');
  const layer = { id: 'part', trigger: START, entrance: 'fade', shapes: [text] } as const;
  const [empty, full] = [pictureOf([ground('#FFFFFF')], 0.5), pictureOf([ground('#FFFFFF'), text], 0.5)];

  test('is seen by what it makes darker', () => {
    expect(watchReveal(layer, 0.5, empty)(full)).toBe('light');
    expect(watchReveal(layer, 0.5, full)(full)).toBe('early');
    expect(watchReveal(layer, 0.5, empty)(empty)).toBe('never');
  });

  test('of equal brightness is told by its colour only', () => {
    const red = { ...text, color: '#D84040' };
    const picture = pictureOf([ground('#606060'), red], 0.5);
    expect(watchReveal({ ...layer, shapes: [red] }, 0.5, pictureOf([ground('#606060')], 0.5))(picture)).toBe(
      'colour',
    );
  });
});

function lookOf(shapes: readonly Shape[]) {
  const slide: Slide = {
    frame,
    look: taste,
    background: [ground('#FFFFFF')],
    layers: [{ id: 'part', trigger: START, entrance: 'fade', shapes }],
    captionArea: null,
  };
  const showings = slide.layers.map((layer) => ({ layer, from: 0, to: 60 }));
  const staging = { slide, showings, frames: 60, ending: 'cut' } as const;
  const { looks, look } = sceneLooks({ sceneId: 's', staging, pages: [], offset: 0, scale: 0.5 });
  const picture = pictureOf([...slide.background, ...shapes], 0.5);
  for (const each of looks) each.see(picture);
  return look;
}

describe('a scene', () => {
  const plate: Shape = { kind: 'rect', box: rect(180, 200, 240, 160), radius: 20, fill: '#EEEEEE' };

  test('with text inside its plate has nothing to say', () => {
    const look = lookOf([plate, run('Force', '#2A2140')]);
    expect(look).toMatchObject({ cut: [], outside: [], overlapping: [], smallestType: 60 / 1080 });
    expect(look.faintest?.contrast).toBeGreaterThan(10);
  });

  test('tells text too wide for its plate, outside the safe area, and over other text', () => {
    expect(lookOf([plate, run('Forces in pairs', '#2A2140')]).cut).toEqual(['Forces in pairs']);
    expect(lookOf([run('Forces', '#2A2140', { x: 20 })]).outside).toEqual(['Forces']);
    expect(lookOf([run('Forces', '#2A2140'), run('Pairs', '#2A2140', { x: 240 })]).overlapping).toEqual([
      '“Forces” and “Pairs”',
    ]);
  });
});

test('a text that a later part covers is looked at before', () => {
  const under = { id: 'mark', trigger: START, entrance: 'fade', shapes: [run('B', '#2A2140')] } as const;
  const disc: Shape = { kind: 'circle', centre: { x: 220, y: 280 }, radius: 50, fill: '#24703A' };
  const over = {
    id: 'tick',
    trigger: { at: 'word', sentence: 0, word: 0 },
    entrance: 'fade',
    shapes: [disc],
  } as const;
  const slide: Slide = { frame, look: taste, background: [], layers: [under, over], captionArea: null };
  const showings = [
    { layer: under, from: 0, to: 90 },
    { layer: over, from: 40, to: 90 },
  ];
  const { views, hidden } = momentsOf({ slide, showings, frames: 90, ending: 'dissolve' });
  expect(views.map(({ frame: at, runs }) => [at, runs.length])).toEqual([
    [74, 0],
    [39, 1],
  ]);
  expect(hidden).toEqual([]);
});
