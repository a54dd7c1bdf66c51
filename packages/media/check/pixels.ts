import { rect, type Rect } from '../slides/geometry.ts';

/** A decoded picture. */
export interface Pixels {
  width: number;
  height: number;
  /** Brightness of a pixel, 0 to 255. */
  light(x: number, y: number): number;
  /** Red, green and blue of each pixel of a whole-numbered box inside the picture, row by row. */
  rgb(box: Rect): Uint8ClampedArray;
}

/** A picture of three planes (yuv420p, BT.709, limited range), as a video decoder gives it. */
export function planarPixels(bytes: Uint8Array, width: number, height: number): Pixels {
  const half = width / 2;
  const u = bytes.subarray(width * height);
  const v = u.subarray((width * height) / 4);
  return {
    width,
    height,
    light: (x, y) => 1.1644 * ((bytes[y * width + x] ?? 0) - 16),
    rgb(box) {
      const out = new Uint8ClampedArray(3 * box.width * box.height);
      let to = 0;
      for (let y = box.y; y < box.y + box.height; y += 1)
        for (let x = box.x; x < box.x + box.width; x += 1) {
          const chroma = (y >> 1) * half + (x >> 1);
          const light = 1.1644 * ((bytes[y * width + x] ?? 0) - 16);
          const blue = (u[chroma] ?? 0) - 128;
          const red = (v[chroma] ?? 0) - 128;
          out[to++] = light + 1.7927 * red;
          out[to++] = light - 0.2132 * blue - 0.5329 * red;
          out[to++] = light + 2.1124 * blue;
        }
      return out;
    },
  };
}

/** A picture of a canvas: four bytes a pixel, opaque. */
export function canvasPixels(rgba: Uint8ClampedArray, width: number, height: number): Pixels {
  const part = (x: number, y: number, channel: number): number => rgba[4 * (y * width + x) + channel] ?? 0;
  return {
    width,
    height,
    light: (x, y) => luma(part(x, y, 0), part(x, y, 1), part(x, y, 2)),
    rgb(box) {
      const out = new Uint8ClampedArray(3 * box.width * box.height);
      let to = 0;
      for (let y = box.y; y < box.y + box.height; y += 1)
        for (let x = box.x; x < box.x + box.width; x += 1)
          for (let channel = 0; channel < 3; channel += 1) out[to++] = part(x, y, channel);
      return out;
    },
  };
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
