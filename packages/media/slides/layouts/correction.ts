import { cardTile, tintedCard, type CardContent } from '../cards.ts';
import type { Layout } from '../stage.ts';
import { listLayers } from './list.ts';

/** A wrong claim in a dashed card with a cross, then its correction in a full one with a tick. */
export const correction: Layout<'correction'> = {
  heading: 'always',
  arrangements: [
    (visual, stage) => {
      const { claim, correction: truth } = visual;
      const { right, wrong } = stage.look;
      const cards: CardContent[] = [
        {
          id: claim.id,
          text: claim.text,
          trigger: stage.appears(claim.id),
          mark: { kind: 'icon', icon: 'cross', fill: wrong.strong, ink: wrong.on },
          style: { ...tintedCard(wrong), dash: [18, 16] },
        },
        {
          id: truth.id,
          text: truth.text,
          trigger: stage.appears(truth.id),
          mark: { kind: 'icon', icon: 'check', fill: right.strong, ink: right.on },
          style: { ...tintedCard(right), edgeWidth: 8 },
        },
      ];
      return listLayers(
        cards.map((content) => cardTile(stage, content)),
        stage,
        [1],
      );
    },
  ],
  cards: (visual, stage) => [
    { id: visual.claim.id, trigger: stage.appears(visual.claim.id), texts: ['×', visual.claim.text] },
    {
      id: visual.correction.id,
      trigger: stage.appears(visual.correction.id),
      texts: ['✓', visual.correction.text],
    },
  ],
};
