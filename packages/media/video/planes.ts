import { bottom, right, type Rect } from '../slides/geometry.ts';
import type { Raster } from '../slides/draw.ts';

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

export function emptyPlanes(box: Rect): Planes {
  const samples = box.width * box.height;
  return {
    box,
    luma: new Uint8Array(samples),
    u: new Uint8Array(samples / 4),
    v: new Uint8Array(samples / 4),
  };
}

export function emptyCoverPlanes(box: Rect): CoverPlanes {
  const samples = box.width * box.height;
  return { ...emptyPlanes(box), cover: new Uint8Array(samples), chromaCover: new Uint8Array(samples / 4) };
}

// BT.709 limited range in 16-bit fixed point (ITU-R BT.709-6, items 3.2 to 3.4, for 8 bits).
const Y = { r: 11966, g: 40254, b: 4064, base: 16 << 16 };
const U = { r: -6596, g: -22189, b: 28784, base: 128 << 16 };
const V = { r: 28784, g: -26145, b: -2639, base: 128 << 16 };
const HALF = 1 << 15;

/** Writes an opaque raster that lies inside `target` into it. */
export function writeOpaque(target: Planes, { box, pixels }: Raster): void {
  const { width, height } = box;
  const left = box.x - target.box.x;
  const top = box.y - target.box.y;
  const stride = target.box.width;
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let corner = 0; corner < 4; corner += 1) {
        const row = y + (corner >> 1);
        const column = x + (corner & 1);
        const at = (row * width + column) * 4;
        const r = pixels[at] as number;
        const g = pixels[at + 1] as number;
        const b = pixels[at + 2] as number;
        target.luma[(top + row) * stride + left + column] =
          (Y.r * r + Y.g * g + Y.b * b + Y.base + HALF) >> 16;
        red += r;
        green += g;
        blue += b;
      }
      const chroma = ((top + y) >> 1) * (stride >> 1) + ((left + x) >> 1);
      target.u[chroma] = (((U.r * red + U.g * green + U.b * blue) >> 2) + U.base + HALF) >> 16;
      target.v[chroma] = (((V.r * red + V.g * green + V.b * blue) >> 2) + V.base + HALF) >> 16;
    }
  }
}

/** Writes a raster with transparency that lies inside `target` into it. */
export function writeCover(target: CoverPlanes, { box, pixels }: Raster): void {
  const { width, height } = box;
  const left = box.x - target.box.x;
  const top = box.y - target.box.y;
  const stride = target.box.width;
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let cover = 0;
      let u = 0;
      let v = 0;
      for (let corner = 0; corner < 4; corner += 1) {
        const row = y + (corner >> 1);
        const column = x + (corner & 1);
        const at = (row * width + column) * 4;
        const a = pixels[at + 3] as number;
        if (a === 0) continue;
        const r = pixels[at] as number;
        const g = pixels[at + 1] as number;
        const b = pixels[at + 2] as number;
        const sample = (top + row) * stride + left + column;
        target.luma[sample] = (((Y.r * r + Y.g * g + Y.b * b + Y.base + HALF) >> 16) * a + 127) / 255;
        target.cover[sample] = a;
        cover += a;
        u += ((U.r * r + U.g * g + U.b * b + U.base + HALF) >> 16) * a;
        v += ((V.r * r + V.g * g + V.b * b + V.base + HALF) >> 16) * a;
      }
      if (cover === 0) continue;
      const chroma = ((top + y) >> 1) * (stride >> 1) + ((left + x) >> 1);
      target.chromaCover[chroma] = cover / 4 + 0.5;
      target.u[chroma] = u / 1020 + 0.5;
      target.v[chroma] = v / 1020 + 0.5;
    }
  }
}

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
  for (let row = 0; row < part.height / step; row += 1) {
    const from = offset(part, sourceBox, row, step);
    target.set(source.subarray(from, from + width), offset(part, targetBox, row, step));
  }
}

/** Index of the first sample of a row of `part` in a plane of `box`. */
function offset(part: Rect, box: Rect, row: number, step: 1 | 2): number {
  return ((part.y - box.y) / step + row) * (box.width / step) + (part.x - box.x) / step;
}

/**
 * Lays `layer`, moved down by `shift` px, over `target` inside `area`.
 * @param strength 0..1, how much of the layer is seen
 * @param shift even
 */
export function blendArea(
  target: Planes,
  layer: CoverPlanes,
  area: Rect,
  strength: number,
  shift: number,
): void {
  const box = { ...layer.box, y: layer.box.y + shift };
  const inLayer = intersection(area, box);
  const part = inLayer && intersection(inLayer, target.box);
  if (!part) return;
  // 257 × 255 is 65535: full strength and cover leave nothing of what lies under.
  const weight = Math.round(strength * 257);
  blendPlane(target.luma, target.box, layer.luma, layer.cover, box, part, weight, 1);
  blendPlane(target.u, target.box, layer.u, layer.chromaCover, box, part, weight, 2);
  blendPlane(target.v, target.box, layer.v, layer.chromaCover, box, part, weight, 2);
}

function blendPlane(
  target: Uint8Array,
  targetBox: Rect,
  source: Uint8Array,
  cover: Uint8Array,
  sourceBox: Rect,
  part: Rect,
  weight: number,
  step: 1 | 2,
): void {
  const width = part.width / step;
  const full = weight * 255;
  for (let row = 0; row < part.height / step; row += 1) {
    let from = offset(part, sourceBox, row, step);
    let to = offset(part, targetBox, row, step);
    for (const end = from + width; from < end; from += 1, to += 1) {
      const share = cover[from] as number;
      if (share === 0) continue;
      const under = 65536 - share * weight;
      target[to] = ((target[to] as number) * under + (source[from] as number) * full + HALF) >> 16;
    }
  }
}
