import { rect } from '../slides/geometry.ts';
import { copyArea, newPlanes, type Planes } from './planes.ts';

function filled(box: Planes['box'], luma: number): Planes {
  const planes = newPlanes(box);
  planes.luma.fill(luma);
  return planes;
}

test('copies the part that both pictures and the area share', () => {
  const target = filled(rect(0, 0, 8, 8), 16);
  copyArea(target, filled(rect(4, 4, 8, 8), 200), rect(0, 0, 6, 6));
  const at = (x: number, y: number) => target.luma[y * 8 + x];
  expect([at(5, 5), at(6, 5), at(3, 5), at(5, 3)]).toEqual([200, 16, 16, 16]);
});
