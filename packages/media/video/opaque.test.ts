import { rasterise } from '../slides/draw.ts';
import { rect } from '../slides/geometry.ts';
import { writeOpaque } from './opaque.ts';
import { newPlanes } from './planes.ts';

const box = rect(0, 0, 8, 8);

// 8-bit limited range of ITU-R BT.709: the values of standard colour bars.
test.each([
  ['#FFFFFF', [235, 128, 128]],
  ['#000000', [16, 128, 128]],
  ['#FF0000', [63, 102, 240]],
  ['#00FF00', [173, 42, 26]],
  ['#0000FF', [32, 240, 118]],
  ['#808080', [126, 128, 128]],
])('%s becomes %p', async (fill, expected) => {
  const { luma, u, v } = newPlanes(box);
  for await (const raster of rasterise([{ kind: 'rect', box, radius: 0, fill }], box, 1))
    writeOpaque({ box, luma, u, v }, raster);
  expect([luma[36], u[10], v[10]]).toEqual(expected);
});
