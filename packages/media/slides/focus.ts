import { card, cardFace, cardRadius, plainCard } from './cards.ts';
import { sizesFor } from './frame.ts';
import { inset, rect, type Point } from './geometry.ts';
import { aboveDots, deckOf } from './pages.ts';
import type { Shape } from './shapes.ts';
import { START, type Layer } from './slide.ts';
import type { FocusCard, Stage } from './stage.ts';
import { fitText, placeText, type TextBlock } from './text.ts';

/**
 * The last resort for texts at the edge of what the schemas allow: one card at a time over the whole stage, the
 * heading on the first. Null when even that does not fit.
 */
export function focusLayers(heading: string, cards: readonly FocusCard[], stage: Stage): Layer[] | null {
  const first: FocusCard = { id: 'heading', trigger: START, texts: [heading] };
  const pages = [first, ...cards];
  const layers: Layer[][] = [];
  for (const page of pages) {
    const shapes = cardShapes(page, stage);
    if (shapes === null) return null;
    layers.push([{ id: page.id, trigger: page.trigger, entrance: 'fade', shapes }]);
  }
  return deckOf('focus', layers, stage.area, stage.look);
}

function cardShapes(page: FocusCard, stage: Stage): Shape[] | null {
  const { frame, look, breakWords } = stage;
  const box = aboveDots(stage.area);
  const room = inset(cardFace(box), frame.gap, frame.gap / 2);
  const gap = (page.arrows ? 1.6 : 1) * frame.gap;
  for (const size of sizesFor(frame, 'body')) {
    const blocks = page.texts.map((text) =>
      fitText(text, { sizes: [size], font: look.type.semibold, width: room.width, breakWords }),
    );
    if (!blocks.every((block): block is TextBlock => block !== null)) continue;
    const needed = blocks.reduce((sum, block) => sum + block.height + gap, -gap);
    if (needed > room.height) continue;
    let y = room.y + (room.height - needed) / 2;
    const shapes = card(box, plainCard(look), cardRadius(frame));
    for (const [index, block] of blocks.entries()) {
      if (index > 0) {
        const middle = { x: frame.width / 2, y: y - gap / 2 };
        shapes.push(
          page.arrows ? arrowDown(middle, gap, look.accent.strong) : rule(middle, look.accent.strong),
        );
      }
      shapes.push(
        ...placeText(block, rect(room.x, y, room.width, block.height), {
          align: 'centre',
          color: look.card.ink,
        }),
      );
      y += block.height + gap;
    }
    return shapes;
  }
  return null;
}

function rule({ x, y }: Point, color: string): Shape {
  return { kind: 'rect', box: rect(x - 60, y - 3, 120, 6), radius: 3, fill: color };
}

function arrowDown({ x, y }: Point, room: number, color: string): Shape {
  const reach = room * 0.36;
  const points = [
    { x: x - 1.4 * reach, y: y - reach * 0.7 },
    { x: x + 1.4 * reach, y: y - reach * 0.7 },
    { x, y: y + reach },
  ];
  return { kind: 'polygon', points, closed: true, fill: color };
}
