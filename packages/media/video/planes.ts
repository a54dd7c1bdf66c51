import { bottom, right, type Rect } from '../slides/geometry.ts';
import type { Raster } from '../slides/draw.ts';
import { giveBack, takeSamples } from './spare.ts';

/**
 * Pixels as video has them: planar YUV 4:2:0, BT.709, limited range (white is 235, black 16). Boxes are in px of the
 * output, at even coordinates; the chroma planes have half the width and height.
 */
export interface Planes {
  box: Rect;
  luma: Uint8Array;
  u: Uint8Array;
  v: Uint8Array;
}

/** Planes with a share of cover for every sample (0..255); their samples are multiplied by it already. */
export interface CoverPlanes extends Planes {
  cover: Uint8Array;
  chromaCover: Uint8Array;
}

/** Planes that are to be written before they are read. */
export function newPlanes(box: Rect): Planes {
  const samples = box.width * box.height;
  return {
    box,
    luma: takeSamples(samples),
    u: takeSamples(samples / 4),
    v: takeSamples(samples / 4),
  };
}

/** Planes in which nothing is covered. */
export function emptyCoverPlanes(box: Rect): CoverPlanes {
  const samples = box.width * box.height;
  const planes = { ...newPlanes(box), cover: takeSamples(samples), chromaCover: takeSamples(samples / 4) };
  for (const each of [planes.luma, planes.u, planes.v, planes.cover, planes.chromaCover]) each.fill(0);
  return planes;
}

/** Nobody looks at these planes any more: their memory is used again. */
export function endPlanes(planes: Planes | CoverPlanes): void {
  for (const samples of [planes.luma, planes.u, planes.v]) giveBack(samples);
  if ('cover' in planes) for (const samples of [planes.cover, planes.chromaCover]) giveBack(samples);
}

// BT.709 limited range in 16-bit fixed point (ITU-R BT.709-6, items 3.2 to 3.4, for 8 bits).
const Y = { r: 11966, g: 40254, b: 4064, base: 16 << 16 };
const U = { r: -6596, g: -22189, b: 28784, base: 128 << 16 };
const V = { r: 28784, g: -26145, b: -2639, base: 128 << 16 };
const HALF = 1 << 15;

/** Colours of a raster as one number each, in the byte order of this machine. */
function colours({ pixels }: Raster): Uint32Array {
  return new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4);
}

interface Weights {
  r: number;
  g: number;
  b: number;
  base: number;
}

/** One sample of a colour. */
const sampleOf = (of: Weights, r: number, g: number, b: number): number =>
  (of.r * r + of.g * g + of.b * b + of.base + HALF) >> 16;

/** The sample of four pixels together, from the sums of their colours. */
const sampleOfFour = (of: Weights, r: number, g: number, b: number): number =>
  (((of.r * r + of.g * g + of.b * b) >> 2) + of.base + HALF) >> 16;

/** Writes an opaque raster that lies inside `target` into it. Most of a slide is flat: such colours are converted once. */
export function writeOpaque(target: Planes, raster: Raster): void {
  const { box, pixels } = raster;
  const colour = colours(raster);
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
      const first = colour[at] as number;
      if (first === colour[at + 1] && first === colour[at + width] && first === colour[at + width + 1]) {
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

/** Writes a raster with transparency that lies inside `target` into it, which must be empty there. */
export function writeCover(target: CoverPlanes, raster: Raster): void {
  const { box, pixels } = raster;
  const colour = colours(raster);
  const { width, height } = box;
  const left = box.x - target.box.x;
  const top = box.y - target.box.y;
  const stride = target.box.width;
  const { luma, u, v, cover, chromaCover } = target;
  let flat = 0;
  let [flatLuma, flatU, flatV, flatCover] = [0, 0, 0, 0];
  for (let y = 0; y < height; y += 2) {
    let at = y * width;
    let to = (top + y) * stride + left;
    let chroma = ((top + y) >> 1) * (stride >> 1) + (left >> 1);
    for (const end = at + width; at < end; at += 2, to += 2, chroma += 1) {
      const first = colour[at] as number;
      if (first === colour[at + 1] && first === colour[at + width] && first === colour[at + width + 1]) {
        if (first === 0) continue;
        if (first !== flat) {
          flat = first;
          const r = pixels[4 * at] as number;
          const g = pixels[4 * at + 1] as number;
          const b = pixels[4 * at + 2] as number;
          flatCover = pixels[4 * at + 3] as number;
          flatLuma = covered(sampleOf(Y, r, g, b), flatCover);
          flatU = (sampleOf(U, r, g, b) * flatCover) / 255 + 0.5;
          flatV = (sampleOf(V, r, g, b) * flatCover) / 255 + 0.5;
        }
        luma[to] = luma[to + 1] = luma[to + stride] = luma[to + stride + 1] = flatLuma;
        cover[to] = cover[to + 1] = cover[to + stride] = cover[to + stride + 1] = flatCover;
        u[chroma] = flatU;
        v[chroma] = flatV;
        chromaCover[chroma] = flatCover;
        continue;
      }
      let sum = 0;
      let sumU = 0;
      let sumV = 0;
      for (let corner = 0; corner < 4; corner += 1) {
        const pixel = 4 * (at + (corner >> 1) * width + (corner & 1));
        const a = pixels[pixel + 3] as number;
        if (a === 0) continue;
        const r = pixels[pixel] as number;
        const g = pixels[pixel + 1] as number;
        const b = pixels[pixel + 2] as number;
        const sample = to + (corner >> 1) * stride + (corner & 1);
        luma[sample] = covered(sampleOf(Y, r, g, b), a);
        cover[sample] = a;
        sum += a;
        sumU += sampleOf(U, r, g, b) * a;
        sumV += sampleOf(V, r, g, b) * a;
      }
      chromaCover[chroma] = sum / 4 + 0.5;
      u[chroma] = sumU / 1020 + 0.5;
      v[chroma] = sumV / 1020 + 0.5;
    }
  }
}

/** A sample multiplied by its share of cover. */
const covered = (sample: number, cover: number): number =>
  cover === 255 ? sample : ((sample * cover + 127) / 255) | 0;

/** The part two boxes share; null when they do not meet. */
export function intersection(a: Rect, b: Rect): Rect | null {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(right(a), right(b)) - x;
  const height = Math.min(bottom(a), bottom(b)) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

/** Copies the samples of `area` from `source` to `target`; only what lies in both is touched. */
export function copyArea(target: Planes, source: Planes, area: Rect): void {
  const inSource = intersection(area, source.box);
  const part = inSource && intersection(inSource, target.box);
  if (!part) return;
  copyPlane(target.luma, target.box, source.luma, source.box, part, 1);
  copyPlane(target.u, target.box, source.u, source.box, part, 2);
  copyPlane(target.v, target.box, source.v, source.box, part, 2);
}

function copyPlane(
  target: Uint8Array,
  targetBox: Rect,
  source: Uint8Array,
  sourceBox: Rect,
  part: Rect,
  step: 1 | 2,
): void {
  const width = part.width / step;
  const [rows, from, to] = [
    part.height / step,
    offset(part, sourceBox, 0, step),
    offset(part, targetBox, 0, step),
  ];
  if (part.width === sourceBox.width && part.width === targetBox.width) {
    target.set(source.subarray(from, from + rows * width), to);
    return;
  }
  for (let row = 0; row < rows; row += 1) {
    const from = offset(part, sourceBox, row, step);
    target.set(source.subarray(from, from + width), offset(part, targetBox, row, step));
  }
}

/** Index of the first sample of a row of `part` in a plane of `box`. */
function offset(part: Rect, box: Rect, row: number, step: 1 | 2): number {
  return ((part.y - box.y) / step + row) * (box.width / step) + (part.x - box.x) / step;
}

/** Lays `layer` over `target` inside `area`. */
export function blendArea(target: Planes, layer: CoverPlanes, area: Rect): void {
  const inLayer = intersection(area, layer.box);
  const part = inLayer && intersection(inLayer, target.box);
  if (!part) return;
  blendPlane(target.luma, target.box, layer.luma, layer.cover, layer.box, part, 1);
  blendPlane(target.u, target.box, layer.u, layer.chromaCover, layer.box, part, 2);
  blendPlane(target.v, target.box, layer.v, layer.chromaCover, layer.box, part, 2);
}

function blendPlane(
  target: Uint8Array,
  targetBox: Rect,
  source: Uint8Array,
  cover: Uint8Array,
  sourceBox: Rect,
  part: Rect,
  step: 1 | 2,
): void {
  const width = part.width / step;
  for (let row = 0; row < part.height / step; row += 1) {
    let from = offset(part, sourceBox, row, step);
    let to = offset(part, targetBox, row, step);
    for (const end = from + width; from < end; from += 1, to += 1) {
      const share = cover[from] as number;
      if (share === 0) continue;
      // Samples of the source are multiplied by their cover already; 257 × 255 is 65535.
      target[to] =
        share === 255
          ? (source[from] as number)
          : (((target[to] as number) * (65536 - share * 257) + HALF) >> 16) + (source[from] as number);
    }
  }
}
