import { createCanvas } from '@napi-rs/canvas';
import { paint } from '../slides/draw.ts';
import { rect } from '../slides/geometry.ts';
import { START } from '../slides/slide.ts';
import { measure } from '../slides/text.ts';
import { themeOf } from '../slides/theme/index.ts';
import { planarPixels } from './pixels.ts';
import { watchReveal } from './reveal.ts';

const [width, height] = [64, 48];

/** Planes in which neighbouring pixels differ, and all values occur. */
function planes(seed: number): Uint8Array {
  return Uint8Array.from(
    { length: (width * height * 3) / 2 },
    (_, at) => Math.imul(at + seed, 2654435761) >>> 24,
  );
}

function inFormula(bytes: Uint8Array, x: number, y: number): number {
  const chroma = width * height + (y >> 1) * (width / 2) + (x >> 1);
  const light = 1.1644 * (bytes[y * width + x]! - 16);
  const [blue, red] = [bytes[chroma]! - 128, bytes[chroma + (width * height) / 4]! - 128];
  const [r, g, b] = Uint8ClampedArray.of(
    light + 1.7927 * red,
    light - 0.2132 * blue - 0.5329 * red,
    light + 2.1124 * blue,
  );
  return (r! << 16) | (g! << 8) | b!;
}

test('each pixel has the colour of its luma and chroma, in whichever box, one picture after another', () => {
  for (const seed of [0, 7, 0]) {
    const bytes = planes(seed);
    const picture = planarPixels(bytes, width, height);
    for (const box of [rect(0, 0, width, height), rect(3, 5, 17, 11), rect(63, 47, 1, 1)]) {
      const due = Array.from({ length: box.width * box.height }, (_, at) =>
        inFormula(bytes, box.x + (at % box.width), box.y + Math.floor(at / box.width)),
      );
      expect([...picture.colours(box)]).toEqual(due);
      expect([...picture.kept(box).colours(box)]).toEqual(due);
    }
  }
});

test('what was kept of a picture stays when the next is decoded in its place', () => {
  const bytes = planes(0);
  const box = rect(9, 7, 21, 13);
  const kept = planarPixels(bytes, width, height).kept(box);
  const colours = [...kept.colours(box)];
  const light = kept.light(10, 8);
  bytes.set(planes(31));
  expect([...kept.colours(box)]).toEqual(colours);
  expect(kept.light(10, 8)).toBe(light);
  expect([...planarPixels(bytes, width, height).colours(box)]).not.toEqual(colours);
});

describe('a part that appears in decoded pictures', () => {
  const plate = { kind: 'rect', box: rect(11, 9, 30, 20), radius: 0, fill: '#FFFFFF' } as const;
  const layer = { id: 'part', trigger: START, entrance: 'fade', shapes: [plate] } as const;
  const flat = (luma: number, blue: number): Uint8Array => {
    const bytes = new Uint8Array((width * height * 3) / 2).fill(128);
    bytes.fill(luma, 0, width * height);
    return bytes.fill(blue, width * height, (width * height * 5) / 4);
  };
  /** The picture with as many pixels of the plate lighter as are asked for, from its last one backwards. */
  const lighter = (pixels: number): Uint8Array => {
    const bytes = flat(100, 128);
    for (let at = 0; at < pixels; at += 1) bytes[(28 - Math.floor(at / 30)) * width + 40 - (at % 30)] = 160;
    return bytes;
  };

  test.each([
    ['a hundredth of it that is lighter', lighter(6), 'light'],
    ['less than that', lighter(5), 'never'],
    ['another colour', flat(100, 160), 'colour'],
    ['what is beside it', flat(100, 128).fill(200, 0, 9 * width), 'never'],
  ])('%s', (_, after, seen) => {
    const bytes = flat(100, 128);
    const compare = watchReveal(layer, 1, planarPixels(bytes, width, height));
    // The next picture is decoded into the same memory.
    bytes.set(after);
    expect(compare(planarPixels(bytes, width, height))).toBe(seen);
  });

  test('text that stood there before is told from text that never comes', () => {
    const [size, font] = [24, themeOf('matter', null).explain.type.semibold] as const;
    const width = measure('Ångström', font, size);
    const text = {
      kind: 'text',
      text: 'Ångström',
      x: 9,
      baseline: 31,
      width,
      size,
      font,
      color: '#000000',
    } as const;
    const context = createCanvas(160, 48).getContext('2d');
    context.fillStyle = '#FFFFFF';
    context.fillRect(0, 0, 160, 48);
    const planesOf = (): Uint8Array => {
      const { data } = context.getImageData(0, 0, 160, 48);
      const bytes = new Uint8Array(160 * 72).fill(128);
      for (let at = 0; at < 160 * 48; at += 1) bytes[at] = 16 + (219 * data[4 * at]!) / 255;
      return bytes;
    };
    const without = planesOf();
    paint(context, [text]);
    const seenFrom = (before: Uint8Array) => {
      const bytes = Uint8Array.from(before);
      const layer = { id: 'part', trigger: START, entrance: 'fade', shapes: [text] } as const;
      const compare = watchReveal(layer, 1, planarPixels(bytes, 160, 48));
      const after = planarPixels(Uint8Array.from(bytes), 160, 48);
      bytes.fill(0);
      return compare(after);
    };
    expect(seenFrom(planesOf())).toBe('early');
    expect(seenFrom(without)).toBe('never');
  });
});
