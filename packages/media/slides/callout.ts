import { cardTile, tintedCard, type CardContent } from './cards.ts';
import { smallestSize } from './frame.ts';
import { bottom, rect } from './geometry.ts';
import type { TilePlan } from './flow.ts';
import { aboveDots, deckOf } from './pages.ts';
import type { Layer, Trigger } from './slide.ts';
import type { Stage } from './stage.ts';

export interface CalloutEntry {
  id: string;
  trigger: Trigger;
  /** The number or letter that stands in the drawing in place of the text. */
  mark?: string;
  text: string;
}

/**
 * A card at the foot of the stage that shows one numbered text at a time, for drawings with more text than room.
 * `stage` is what remains above it. Null when a text does not fit the card.
 */
export function callout(
  entries: readonly CalloutEntry[],
  stage: Stage,
): { layers: Layer[]; stage: Stage } | null {
  const { area, frame, look } = stage;
  const size = smallestSize(frame);
  const pages: { id: string; trigger: Trigger; plan: TilePlan }[] = [];
  for (const { id, trigger, text, mark } of entries) {
    const content: CardContent = { id, trigger, text, style: tintedCard(look.accent) };
    if (mark !== undefined)
      content.mark = {
        kind: 'text',
        text: mark,
        font: look.type.bold,
        fill: look.accent.strong,
        ink: look.accent.on,
      };
    const plan = cardTile(stage, content).plan(area.width, size);
    if (plan === null) return null;
    pages.push({ id, trigger, plan });
  }
  const height = Math.max(...pages.map(({ plan }) => plan.height));
  const foot = aboveDots(area);
  const box = rect(area.x, bottom(foot) - height, area.width, height);
  const layers = pages.map(({ id, trigger, plan }): Layer[] => [
    { id: `${id}-callout`, trigger, entrance: 'fade', shapes: plan.draw(box) },
  ]);
  const rest = rect(area.x, area.y, area.width, box.y - 1.2 * frame.gap - area.y);
  return { layers: deckOf('callout', layers, area, look), stage: { ...stage, area: rest } };
}
