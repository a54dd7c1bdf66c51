import { rasterise } from '../slides/draw.ts';
import type { Rect } from '../slides/geometry.ts';
import type { Shape } from '../slides/shapes.ts';
import { writeOpaque } from './opaque.ts';
import { newPlanes, type Planes } from './planes.ts';

/** Two scenes at once, each with the one that it dissolves into. */
const KEPT = 4;

/** Grounds drawn lately by what is on them, the latest last: a scene's own is that of the scene before, too. */
const drawn = new Map<string, Promise<Planes>>();

/**
 * What lies under all parts of a slide over the whole frame. Not to be changed: others are given the same planes.
 *
 * @param scale px of the output for one px of the full-size frame
 */
export async function groundOf(background: readonly Shape[], box: Rect, scale: number): Promise<Planes> {
  // A picture says by its digest what it is; as an object it has nothing to say.
  const key = JSON.stringify([background, box, scale], (name, value: unknown) =>
    name === 'image' ? undefined : value,
  );
  const ground = drawn.get(key) ?? draw(background, box, scale);
  drawn.delete(key);
  drawn.set(key, ground);
  for (const oldest of drawn.keys()) {
    if (drawn.size <= KEPT) break;
    drawn.delete(oldest);
  }
  try {
    return await ground;
  } catch (error) {
    drawn.delete(key);
    throw error;
  }
}

async function draw(background: readonly Shape[], box: Rect, scale: number): Promise<Planes> {
  const ground = newPlanes(box);
  for await (const raster of rasterise(background, box, scale)) writeOpaque(ground, raster);
  return ground;
}
