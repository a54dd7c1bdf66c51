import { cardTile } from '../cards.ts';
import { evenColumns } from '../flow.ts';
import type { Layout } from '../stage.ts';
import { listLayers } from './list.ts';

/** Where to read on: a card for each source, marked as a book. */
export const sources: Layout<'sources'> = {
  heading: 'always',
  arrangements: [
    (visual, stage) => {
      const { strong, on } = stage.look.accent;
      const tiles = visual.items.map(({ id, text }) =>
        cardTile(stage, {
          id,
          text,
          trigger: stage.appears(id),
          mark: { kind: 'icon', icon: 'book', fill: strong, ink: on },
        }),
      );
      return listLayers(tiles, stage, evenColumns(tiles.length, stage.frame.aspect === '16:9' ? 3 : 1));
    },
  ],
  cards: (visual, stage) =>
    visual.items.map(({ id, text }) => ({ id, trigger: stage.appears(id), texts: [text] })),
};
