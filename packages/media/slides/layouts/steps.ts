import { cardTile } from '../cards.ts';
import { contentSizes } from '../frame.ts';
import { flow, layersOf, type Placement, type Tile } from '../flow.ts';
import { rect } from '../geometry.ts';
import { pagedFlow } from '../pages.ts';
import type { Layout, Stage } from '../stage.ts';

/** Shares of the width that a stair of cards may take. */
const STAIR_WIDTHS = [0.55, 0.65, 0.75, 0.85, 1];
/** The most that a step of the stair moves to the right, in gaps of the frame. */
const STAIR_STEP = 4;

/** Numbered cards, one under the other; where there is room each stands a little further to the right. */
export const steps: Layout<'steps'> = {
  heading: 'always',
  arrangements: [
    (visual, stage) => {
      const placements = stairs(stepTiles(visual.items, stage), stage);
      return placements && layersOf(placements);
    },
    (visual, stage) =>
      pagedFlow('steps', stepTiles(visual.items, stage), stage.look, column(stage, visual.items.length)),
  ],
  cards: (visual, stage) =>
    visual.items.map(({ id, text }, index) => ({
      id,
      trigger: stage.appears(id),
      texts: [`${index + 1}. ${text}`],
    })),
};

function column({ area, frame }: Stage, parts: number): Parameters<typeof flow>[1] {
  return { area, sizes: contentSizes(frame, parts), columns: [1], gap: frame.gap };
}

function stepTiles(items: readonly { id: string; text: string }[], stage: Stage): Tile[] {
  const { accent, type } = stage.look;
  return items.map(({ id, text }, index) =>
    cardTile(stage, {
      id,
      text,
      trigger: stage.appears(id),
      mark: { kind: 'text', text: String(index + 1), font: type.bold, fill: accent.strong, ink: accent.on },
    }),
  );
}

/** A stair as narrow as it can be without breaking the texts into more rows than the full width would. */
function stairs(tiles: readonly Tile[], stage: Stage): Placement[] | null {
  if (tiles.length === 0) return [];
  const request = column(stage, tiles.length);
  const { area } = request;
  const size = request.sizes.find((each) => flow(tiles, { ...request, sizes: [each] }) !== null);
  if (size === undefined) return null;
  const heightAt = (width: number): number =>
    tiles.reduce((sum, tile) => sum + (tile.plan(width, size)?.height ?? Infinity), 0);
  const shares = STAIR_WIDTHS.filter((share) => heightAt(area.width * share) <= heightAt(area.width));
  const width = area.width * Math.min(...shares);
  const step = Math.min((area.width - width) / Math.max(1, tiles.length - 1), STAIR_STEP * stage.frame.gap);
  const narrow = rect(area.x, area.y, width, area.height);
  const placements = flow(tiles, { ...request, sizes: [size], area: narrow });
  return (
    placements?.map(({ box, ...placement }, index) => ({
      ...placement,
      box: rect(box.x + index * step, box.y, box.width, box.height),
    })) ?? null
  );
}
