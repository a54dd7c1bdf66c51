import { rasterise } from '../slides/draw.ts';
import { drawnLately } from './lately.ts';
import { writeOpaque } from './opaque.ts';
import { newPlanes, type Planes } from './planes.ts';

/** Four frames at full size: two scenes at once, each with the one that it dissolves into. */
const KEPT_PIXELS = 4 * 1920 * 1080;

/** What lies under all parts of a slide over the whole frame: a scene's own is that of the scene before, too. */
export const groundOf = drawnLately(async (background, box, scale): Promise<Planes> => {
  const ground = newPlanes(box);
  for await (const raster of rasterise(background, box, scale)) writeOpaque(ground, raster);
  return ground;
}, KEPT_PIXELS);
