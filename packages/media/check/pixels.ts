import { rect, type Rect } from '../slides/geometry.ts';

/** A decoded picture. */
export interface Pixels {
  width: number;
  height: number;
  /** Brightness of a pixel, 0 to 255. */
  light(x: number, y: number): number;
  /**
   * The colour of each pixel of a whole-numbered box inside the picture, row by row: 0xRRGGBB.
   * @param into where they are written, to be used again; new memory without it
   */
  colours(box: Rect, into?: Uint32Array): Uint32Array;
  /** What stays of a box of it when the next picture is decoded: at the same places, and nothing outside the box. */
  kept(box: Rect): Pixels;
}

/** Colours of full range by those of limited range, which lie in the even places: most of a slide has few. */
const known = new Int32Array(2 * 4096).fill(-1);
const converted = new Uint8ClampedArray(3);

/** 0xRRGGBB of 0xYYUUVV (BT.709, limited range). */
function fullRange(yuv: number): number {
  const place = 2 * (Math.imul(yuv, 0x9e3779b1) >>> 20);
  if (known[place] === yuv) return known[place + 1] ?? 0;
  const light = 1.1644 * ((yuv >> 16) - 16);
  const blue = ((yuv >> 8) & 255) - 128;
  const red = (yuv & 255) - 128;
  converted[0] = light + 1.7927 * red;
  converted[1] = light - 0.2132 * blue - 0.5329 * red;
  converted[2] = light + 2.1124 * blue;
  const rgb = (converted[0] << 16) | (converted[1] << 8) | converted[2];
  known[place] = yuv;
  known[place + 1] = rgb;
  return rgb;
}

/** A picture of three planes (yuv420p, BT.709, limited range), as a video decoder gives it. */
export function planarPixels(bytes: Uint8Array, width: number, height: number): Pixels {
  const luma = width * height;
  const chroma = luma / 4;
  return {
    width,
    height,
    light: (x, y) => 1.1644 * ((bytes[y * width + x] ?? 0) - 16),
    colours(box, into = new Uint32Array(box.width * box.height)) {
      const right = box.x + box.width;
      let to = 0;
      let last = -1;
      let rgb = 0;
      for (let y = box.y; y < box.y + box.height; y += 1) {
        const row = y * width;
        const half = luma + (y >> 1) * (width / 2);
        for (let x = box.x; x < right; x += 1) {
          const at = half + (x >> 1);
          const yuv = ((bytes[row + x] ?? 0) << 16) | ((bytes[at] ?? 0) << 8) | (bytes[at + chroma] ?? 0);
          if (yuv !== last) rgb = fullRange(yuv);
          last = yuv;
          into[to++] = rgb;
        }
      }
      return into;
    },
    kept: (box) => keptOf(bytes, { width, height }, box),
  };
}

function keptOf(bytes: Uint8Array, { width, height }: Pick<Pixels, 'width' | 'height'>, box: Rect): Pixels {
  // Chroma has half the resolution.
  const left = 2 * Math.floor(box.x / 2);
  const top = 2 * Math.floor(box.y / 2);
  const across = Math.min(width, 2 * Math.ceil((box.x + box.width) / 2)) - left;
  const down = Math.min(height, 2 * Math.ceil((box.y + box.height) / 2)) - top;
  const copy = new Uint8Array((across * down * 3) / 2);
  let to = 0;
  const copyPlane = (from: number, step: number, columns: number, rows: number): void => {
    for (let row = 0; row < rows; row += 1, to += columns)
      copy.set(bytes.subarray(from + row * step, from + row * step + columns), to);
  };
  const chroma = (top / 2) * (width / 2) + left / 2;
  copyPlane(top * width + left, width, across, down);
  copyPlane(width * height + chroma, width / 2, across / 2, down / 2);
  copyPlane((width * height * 5) / 4 + chroma, width / 2, across / 2, down / 2);
  const picture = planarPixels(copy, across, down);
  const shifted = (inner: Rect): Rect => rect(inner.x - left, inner.y - top, inner.width, inner.height);
  const kept: Pixels = {
    width,
    height,
    light: (x, y) => picture.light(x - left, y - top),
    colours: (inner, into) => picture.colours(shifted(inner), into),
    kept: () => kept,
  };
  return kept;
}

/** A picture of a canvas: four bytes a pixel, opaque. */
export function canvasPixels(rgba: Uint8ClampedArray, width: number, height: number): Pixels {
  const part = (x: number, y: number, channel: number): number => rgba[4 * (y * width + x) + channel] ?? 0;
  const picture: Pixels = {
    width,
    height,
    light: (x, y) => luma(part(x, y, 0), part(x, y, 1), part(x, y, 2)),
    colours(box, into = new Uint32Array(box.width * box.height)) {
      let to = 0;
      for (let y = box.y; y < box.y + box.height; y += 1)
        for (let x = box.x; x < box.x + box.width; x += 1)
          into[to++] = (part(x, y, 0) << 16) | (part(x, y, 1) << 8) | part(x, y, 2);
      return into;
    },
    kept: () => picture,
  };
  return picture;
}

/** `box` of the full-size frame in whole pixels of a picture at `scale`, cut off at the picture's edges. */
export function pixelBox(
  box: Rect,
  scale: number,
  { width, height }: Pick<Pixels, 'width' | 'height'>,
): Rect {
  const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));
  const x = clamp(Math.floor(box.x * scale), width);
  const y = clamp(Math.floor(box.y * scale), height);
  const right = clamp(Math.ceil((box.x + box.width) * scale), width);
  const bottom = clamp(Math.ceil((box.y + box.height) * scale), height);
  return rect(x, y, right - x, bottom - y);
}

/** Luma of full-range red, green and blue, 0 to 255 (BT.709). */
export function luma(red: number, green: number, blue: number): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Standard deviation of a picture's luma, from every eighth pixel across and down. */
export function spreadOf(picture: Pixels): number {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = 0; y < picture.height; y += 8)
    for (let x = 0; x < picture.width; x += 8) {
      const light = picture.light(x, y);
      sum += light;
      squares += light * light;
      count += 1;
    }
  const mean = sum / count;
  return Math.sqrt(Math.max(0, squares / count - mean * mean));
}
