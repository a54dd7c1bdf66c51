import { contentSizes } from '../frame.ts';
import { flow, layersOf, type Tile } from '../flow.ts';
import { pagedFlow } from '../pages.ts';
import type { Layer } from '../slide.ts';
import type { Stage } from '../stage.ts';

/** Tiles of equal rank: all at once where they fit, else in pages. Null when even one tile alone does not fit. */
export function listLayers(tiles: readonly Tile[], stage: Stage, columns: readonly number[]): Layer[] | null {
  const request = {
    area: stage.area,
    sizes: contentSizes(stage.frame, tiles.length),
    columns,
    gap: stage.frame.gap,
  };
  const placements = flow(tiles, request);
  return placements ? layersOf(placements) : pagedFlow('list', tiles, stage.look, request);
}
