import type { Rect } from '../slides/geometry.ts';
import type { Shape } from '../slides/shapes.ts';

/** Draws shapes inside a box. `scale` is in px of the output for one px of the full-size frame. */
export type Drawing<T> = (shapes: readonly Shape[], box: Rect, scale: number) => Promise<T>;

/**
 * The same drawing, that does not draw again what it has drawn lately: scenes that follow each other show much that is
 * the same. What it gives is not to be changed, as others are given it, too.
 *
 * @param mostPixels what is kept at most, in all boxes together
 */
export function drawnLately<T>(draw: Drawing<T>, mostPixels: number): Drawing<T> {
  /** By what was drawn, the latest last. */
  const kept = new Map<string, { made: Promise<T>; pixels: number }>();
  let pixelsKept = 0;
  const forget = (key: string): void => {
    pixelsKept -= kept.get(key)?.pixels ?? 0;
    kept.delete(key);
  };

  return async (shapes, box, scale) => {
    const key = keyOf(shapes, box, scale);
    const made = kept.get(key)?.made ?? draw(shapes, box, scale);
    forget(key);
    const pixels = box.width * box.height;
    kept.set(key, { made, pixels });
    pixelsKept += pixels;
    for (const oldest of kept.keys()) {
      if (pixelsKept <= mostPixels) break;
      forget(oldest);
    }
    try {
      return await made;
    } catch (error) {
      forget(key);
      throw error;
    }
  };
}

/** A picture says by its digest what it is; as an object it has nothing to say. */
function keyOf(...drawing: [readonly Shape[], Rect, number]): string {
  return JSON.stringify(drawing, (name, value: unknown) => (name === 'image' ? undefined : value));
}
