import { rasterise } from '../slides/draw.ts';
import { rect, type Rect } from '../slides/geometry.ts';
import type { Shape } from '../slides/shapes.ts';
import { blendArea, coverPlanes, type CoverPlanes } from './cover.ts';
import { newPlanes, type Planes } from './planes.ts';

const box = rect(0, 0, 128, 16);

/** Samples that are all alike. */
function plain([luma, u, v]: readonly [number, number, number]): Planes {
  const planes = newPlanes(box);
  planes.luma.fill(luma);
  planes.u.fill(u);
  planes.v.fill(v);
  return planes;
}
const black = [16, 128, 128] as const;

const sample = ({ luma, u, v }: Planes, x: number, y: number) => [
  luma[y * box.width + x],
  u[(y >> 1) * (box.width / 2) + (x >> 1)],
  v[(y >> 1) * (box.width / 2) + (x >> 1)],
];

const layer = async (area: Rect, ...shapes: Shape[]): Promise<CoverPlanes> =>
  coverPlanes(area, rasterise(shapes, area, 1));
const filled = async (fill: string, area: Rect): Promise<CoverPlanes> =>
  layer(area, { kind: 'rect', box: area, radius: 0, fill });

test('an opaque layer hides what lies under, a half transparent one mixes with it', async () => {
  const target = plain(black);
  blendArea(target, await filled('#FFFFFF80', rect(2, 2, 4, 4)), box);
  expect(sample(target, 4, 4)).toEqual([126, 128, 128]);
  expect(sample(target, 6, 4)).toEqual([...black]);
  blendArea(target, await filled('#FF0000', rect(2, 2, 100, 4)), box);
  for (const x of [2, 51, 101]) expect(sample(target, x, 4)).toEqual([63, 102, 240]);
  for (const x of [1, 102]) expect(sample(target, x, 4)).toEqual([...black]);
});

test('every share of cover mixes colour and what lies under it, to the nearest step', async () => {
  const green = [173, 42, 26] as const;
  const under = [200, 90, 180] as const;
  for (let cover = 1; cover < 256; cover += 1) {
    const target = plain(under);
    const share = cover / 255;
    blendArea(target, await filled(`#00FF00${cover.toString(16).padStart(2, '0')}`, box), box);
    sample(target, 64, 8).forEach((value, plane) => {
      const mixed = (green[plane] as number) * share + (under[plane] as number) * (1 - share);
      // A colour that is multiplied by its cover is known to one step in 255, too.
      expect(Math.abs((value as number) - mixed)).toBeLessThan(1.6);
    });
  }
});

test('parts of a layer come to lie where they were drawn, whatever is between them', async () => {
  const target = plain(black);
  const at = [0, 4, 10, 64, 126];
  const stripes = at.map((x): Shape => ({
    kind: 'rect',
    box: rect(x, 4, x === 10 ? 53 : 2, 6),
    radius: 0,
    fill: '#FFFFFF',
  }));
  blendArea(target, await layer(rect(0, 2, 128, 10), ...stripes), box);
  const row = Array.from({ length: box.width }, (_, x) => sample(target, x, 5)[0]);
  const expected = row.map((_, x) =>
    at.some((from) => from <= x && x < from + (from === 10 ? 53 : 2)) ? 235 : 16,
  );
  expect(row).toEqual(expected);
  for (const y of [3, 10]) expect(sample(target, 4, y)).toEqual([...black]);
});

test('only the asked area is touched', async () => {
  const target = plain(black);
  blendArea(target, await filled('#FFFFFF', rect(0, 0, 100, 6)), rect(4, 2, 90, 2));
  const column = Array.from({ length: 8 }, (_, y) => sample(target, 50, y)[0]);
  expect(column).toEqual([16, 16, 235, 235, 16, 16, 16, 16]);
  const row = [2, 3, 4, 93, 94].map((x) => sample(target, x, 2)[0]);
  expect(row).toEqual([16, 16, 235, 235, 16]);
});

test('transparent samples of a layer leave the picture as it is', async () => {
  const target = plain([90, 100, 150]);
  blendArea(target, await filled('#FFFFFF00', box), box);
  expect(sample(target, 4, 4)).toEqual([90, 100, 150]);
});
