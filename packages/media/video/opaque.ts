import type { Raster } from '../slides/draw.ts';
import { sampleOf, sampleOfFour, U, V, Y } from './bt709.ts';
import type { Planes } from './planes.ts';

/** Writes an opaque raster that lies inside `target` into it. Most of a slide is flat: such colours are converted once. */
export function writeOpaque(target: Planes, { box, pixels, colours }: Raster): void {
  const { width, height } = box;
  const left = box.x - target.box.x;
  const top = box.y - target.box.y;
  const stride = target.box.width;
  const { luma, u, v } = target;
  let flat = -1;
  let [flatLuma, flatU, flatV] = [0, 0, 0];
  for (let y = 0; y < height; y += 2) {
    let at = y * width;
    let to = (top + y) * stride + left;
    let chroma = ((top + y) >> 1) * (stride >> 1) + (left >> 1);
    for (const end = at + width; at < end; at += 2, to += 2, chroma += 1) {
      const first = colours[at] as number;
      if (first === colours[at + 1] && first === colours[at + width] && first === colours[at + width + 1]) {
        if (first !== flat) {
          flat = first;
          const r = pixels[4 * at] as number;
          const g = pixels[4 * at + 1] as number;
          const b = pixels[4 * at + 2] as number;
          flatLuma = sampleOf(Y, r, g, b);
          flatU = sampleOf(U, r, g, b);
          flatV = sampleOf(V, r, g, b);
        }
        luma[to] = luma[to + 1] = luma[to + stride] = luma[to + stride + 1] = flatLuma;
        u[chroma] = flatU;
        v[chroma] = flatV;
        continue;
      }
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let corner = 0; corner < 4; corner += 1) {
        const pixel = 4 * (at + (corner >> 1) * width + (corner & 1));
        const r = pixels[pixel] as number;
        const g = pixels[pixel + 1] as number;
        const b = pixels[pixel + 2] as number;
        luma[to + (corner >> 1) * stride + (corner & 1)] = sampleOf(Y, r, g, b);
        red += r;
        green += g;
        blue += b;
      }
      u[chroma] = sampleOfFour(U, red, green, blue);
      v[chroma] = sampleOfFour(V, red, green, blue);
    }
  }
}
