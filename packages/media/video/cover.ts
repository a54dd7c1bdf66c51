import type { Raster } from '../slides/draw.ts';
import type { Rect } from '../slides/geometry.ts';
import { sampleOf, sampleOfFour, shareOf, U, V, Y } from './bt709.ts';
import { intersection, newPlanes, type Planes } from './planes.ts';
import { giveBack, takeSamples } from './spare.ts';

/**
 * Planes with a share of cover for every sample (0..255); their samples are multiplied by it already, and are anything
 * where it is 0.
 */
export interface CoverPlanes extends Planes {
  cover: Uint8Array;
  chromaCover: Uint8Array;
  stretches: Stretches;
}

/**
 * Where something is covered, in squares of 2×2 px, which are one sample of chroma: `edges` holds the first square of a
 * stretch, the one after its last, and its kind; those of row `y` of squares begin at `rows[y]` and end at `rows[y + 1]`.
 */
interface Stretches {
  rows: number[];
  edges: number[];
}

/** Of the squares of a stretch. */
const MIXED = 1;
const OPAQUE = 2;
/** Squares from which on it is quicker to copy a stretch as a whole. */
const WIDE = 24;

/** Takes what `rasterise` gives for `box` and lays it out as planes. */
export async function coverPlanes(box: Rect, rasters: AsyncIterable<Raster>): Promise<CoverPlanes> {
  const samples = box.width * box.height;
  const planes: CoverPlanes = {
    ...newPlanes(box),
    cover: takeSamples(samples).fill(0),
    chromaCover: takeSamples(samples / 4).fill(0),
    stretches: { rows: [0], edges: [] },
  };
  for await (const raster of rasters) writeCover(planes, raster);
  return planes;
}

/** Nobody looks at these planes any more: their memory is used again. */
export function endCoverPlanes({ luma, u, v, cover, chromaCover }: CoverPlanes): void {
  for (const samples of [luma, u, v, cover, chromaCover]) giveBack(samples);
}

/** Writes the next rows: `raster` is as wide as the planes. */
function writeCover(target: CoverPlanes, { box, pixels, colours }: Raster): void {
  const { width, height } = box;
  const { luma, u, v, cover, chromaCover, stretches } = target;
  const { rows, edges } = stretches;
  let flat = 0;
  let [flatLuma, flatU, flatV, flatCover] = [0, 0, 0, 0];
  for (let y = 0; y < height; y += 2) {
    let kind = 0;
    let at = y * width;
    let to = (box.y - target.box.y + y) * width;
    let chroma = to >> 2;
    const left = chroma;
    for (const end = at + width; at < end; at += 2, to += 2, chroma += 1) {
      const first = colours[at] as number;
      const isFlat =
        first === colours[at + 1] && first === colours[at + width] && first === colours[at + width + 1];
      const now = isFlat ? (first === 0 ? 0 : pixels[4 * at + 3] === 255 ? OPAQUE : MIXED) : MIXED;
      if (now !== kind) {
        if (kind !== 0) edges.push(chroma - left, kind);
        if (now !== 0) edges.push(chroma - left);
        kind = now;
      }
      if (now === 0) continue;
      if (isFlat) {
        if (first !== flat) {
          flat = first;
          const r = pixels[4 * at] as number;
          const g = pixels[4 * at + 1] as number;
          const b = pixels[4 * at + 2] as number;
          flatCover = pixels[4 * at + 3] as number;
          const share = shareOf(flatCover);
          flatLuma = sampleOf(Y, r, g, b, share);
          flatU = sampleOf(U, r, g, b, share);
          flatV = sampleOf(V, r, g, b, share);
        }
        luma[to] = luma[to + 1] = luma[to + width] = luma[to + width + 1] = flatLuma;
        cover[to] = cover[to + 1] = cover[to + width] = cover[to + width + 1] = flatCover;
        u[chroma] = flatU;
        v[chroma] = flatV;
        chromaCover[chroma] = flatCover;
        continue;
      }
      let red = 0;
      let green = 0;
      let blue = 0;
      let covers = 0;
      for (let corner = 0; corner < 4; corner += 1) {
        const pixel = 4 * (at + (corner >> 1) * width + (corner & 1));
        const r = pixels[pixel] as number;
        const g = pixels[pixel + 1] as number;
        const b = pixels[pixel + 2] as number;
        const a = pixels[pixel + 3] as number;
        const sample = to + (corner >> 1) * width + (corner & 1);
        luma[sample] = sampleOf(Y, r, g, b, shareOf(a));
        cover[sample] = a;
        red += r;
        green += g;
        blue += b;
        covers += a;
      }
      const mean = (covers + 2) >> 2;
      chromaCover[chroma] = mean;
      u[chroma] = sampleOfFour(U, red, green, blue, 4 * shareOf(mean));
      v[chroma] = sampleOfFour(V, red, green, blue, 4 * shareOf(mean));
    }
    if (kind !== 0) edges.push(width >> 1, kind);
    rows.push(edges.length);
  }
}

/** Lays `layer` over `target` inside `area`. */
export function blendArea(target: Planes, layer: CoverPlanes, area: Rect): void {
  const inLayer = intersection(area, layer.box);
  const part = inLayer && intersection(inLayer, target.box);
  if (!part) return;
  const { rows, edges } = layer.stretches;
  const width = layer.box.width;
  const stride = target.box.width;
  /** In squares of the layer. */
  const left = (part.x - layer.box.x) / 2;
  const right = left + part.width / 2;
  const top = (part.y - layer.box.y) / 2;
  for (let row = top; row < top + part.height / 2; row += 1) {
    const y = layer.box.y - target.box.y + 2 * row;
    const x = layer.box.x - target.box.x;
    for (let edge = rows[row] as number; edge < (rows[row + 1] as number); edge += 3) {
      const from = Math.max(left, edges[edge] as number);
      const to = Math.min(right, edges[edge + 1] as number);
      if (from >= to) continue;
      const whole = edges[edge + 2] === OPAQUE && to - from >= WIDE;
      const cover = whole ? null : layer.cover;
      const chromaCover = whole ? null : layer.chromaCover;
      const luma = 2 * (row * width + from);
      const onLuma = y * stride + x + 2 * from;
      layRun(target.luma, onLuma, layer.luma, cover, luma, 2 * (to - from));
      layRun(target.luma, onLuma + stride, layer.luma, cover, luma + width, 2 * (to - from));
      const chroma = (row * width) / 2 + from;
      const onChroma = (y * stride) / 4 + x / 2 + from;
      layRun(target.u, onChroma, layer.u, chromaCover, chroma, to - from);
      layRun(target.v, onChroma, layer.v, chromaCover, chroma, to - from);
    }
  }
}

/** @param cover null where the samples cover all that lies under them */
function layRun(
  target: Uint8Array,
  to: number,
  source: Uint8Array,
  cover: Uint8Array | null,
  from: number,
  length: number,
): void {
  if (cover === null) {
    target.set(source.subarray(from, from + length), to);
    return;
  }
  for (let step = 0; step < length; step += 1) {
    const share = cover[from + step] as number;
    if (share === 0) continue;
    // Samples of the source are multiplied by their cover already; 257 × 255 is 65535.
    target[to + step] =
      share === 255
        ? (source[from + step] as number)
        : (((target[to + step] as number) * (65536 - share * 257) + 32768) >> 16) +
          (source[from + step] as number);
  }
}
