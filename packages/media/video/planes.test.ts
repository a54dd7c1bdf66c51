import { rasterise } from '../slides/draw.ts';
import { rect, type Rect } from '../slides/geometry.ts';
import type { Shape } from '../slides/shapes.ts';
import {
  blendArea,
  copyArea,
  emptyCoverPlanes,
  newPlanes,
  writeCover,
  writeOpaque,
  type Planes,
} from './planes.ts';

const box = rect(0, 0, 8, 8);

async function filled(color: string): Promise<Planes> {
  const planes = newPlanes(box);
  const shapes: Shape[] = [{ kind: 'rect', box, radius: 0, fill: color }];
  for await (const raster of rasterise(shapes, box, 1)) writeOpaque(planes, raster);
  return planes;
}

const sample = ({ luma, u, v }: Planes, x = 4, y = 4) => [
  luma[y * 8 + x],
  u[(y >> 1) * 4 + (x >> 1)],
  v[(y >> 1) * 4 + (x >> 1)],
];

// 8-bit limited range of ITU-R BT.709: the values of standard colour bars.
test.each([
  ['#FFFFFF', [235, 128, 128]],
  ['#000000', [16, 128, 128]],
  ['#FF0000', [63, 102, 240]],
  ['#00FF00', [173, 42, 26]],
  ['#0000FF', [32, 240, 118]],
  ['#808080', [126, 128, 128]],
])('%s becomes %p', async (color, expected) => {
  expect(sample(await filled(color))).toEqual(expected);
});

async function layer(color: string, area: Rect): Promise<ReturnType<typeof emptyCoverPlanes>> {
  const planes = emptyCoverPlanes(area);
  for await (const raster of rasterise([{ kind: 'rect', box: area, radius: 0, fill: color }], area, 1))
    writeCover(planes, raster);
  return planes;
}

test('an opaque layer hides what lies under, a half transparent one mixes with it', async () => {
  const target = await filled('#000000');
  blendArea(target, await layer('#FFFFFF80', rect(2, 2, 4, 4)), box);
  expect(target.luma[4 * 8 + 4]).toBeCloseTo((16 + 235) / 2, -0.5);
  expect(target.luma[0]).toBe(16);
  blendArea(target, await layer('#FFFFFF', rect(2, 2, 4, 4)), box);
  expect(sample(target)).toEqual([235, 128, 128]);
});

test('only the asked area is touched', async () => {
  const target = await filled('#000000');
  blendArea(target, await layer('#FFFFFF', rect(0, 0, 4, 6)), rect(0, 2, 8, 2));
  const rows = Array.from({ length: 8 }, (_, y) => target.luma[y * 8]);
  expect(rows).toEqual([16, 16, 235, 235, 16, 16, 16, 16]);
});

test('copies the part that both pictures and the area share', async () => {
  const target = await filled('#000000');
  const source = newPlanes(rect(4, 4, 8, 8));
  source.luma.fill(200);
  copyArea(target, source, rect(0, 0, 6, 6));
  expect(sample(target, 5, 5)[0]).toBe(200);
  expect(sample(target, 6, 5)[0]).toBe(16);
  expect(sample(target, 3, 5)[0]).toBe(16);
});

test('transparent samples of a layer leave the picture as it is', async () => {
  const target = await filled('#1C58AE');
  const before = sample(target);
  blendArea(target, emptyCoverPlanes(box), box);
  expect(sample(target)).toEqual(before);
});
