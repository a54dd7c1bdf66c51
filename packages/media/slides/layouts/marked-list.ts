import type { VisualOf } from '@vividly/lesson';
import { cardTile } from '../cards.ts';
import { evenColumns } from '../flow.ts';
import type { IconName } from '../icons.ts';
import type { Stage } from '../stage.ts';
import { listLayers } from './list.ts';

type Listed = VisualOf<'recap' | 'sources'>;

/**
 * Cards of equal rank, each with the same sign, in columns where the frame is wide.
 * @param columns in 16:9; one in other shapes
 */
export function markedList(icon: IconName, columns: number) {
  return {
    heading: 'always' as const,
    arrangements: [
      (visual: Listed, stage: Stage) => {
        const { strong, on } = stage.look.accent;
        const tiles = visual.items.map(({ id, text }) =>
          cardTile(stage, {
            id,
            text,
            trigger: stage.appears(id),
            mark: { kind: 'icon', icon, fill: strong, ink: on },
          }),
        );
        return listLayers(
          tiles,
          stage,
          evenColumns(tiles.length, stage.frame.aspect === '16:9' ? columns : 1),
        );
      },
    ],
    cards: (visual: Listed, stage: Stage) =>
      visual.items.map(({ id, text }) => ({ id, trigger: stage.appears(id), texts: [text] })),
  };
}
