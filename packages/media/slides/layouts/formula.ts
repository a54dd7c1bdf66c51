import type { VisualOf } from '@vividly/lesson';
import { card, cardFace, cardRadius, ghostCard, plainCard, tintedCard } from '../cards.ts';
import { contentSizes, sizesFor } from '../frame.ts';
import { evenColumns, flow, layersOf, type Tile } from '../flow.ts';
import { bottom, inset, rect, type Rect } from '../geometry.ts';
import { pagedFlow } from '../pages.ts';
import type { Shape } from '../shapes.ts';
import { START, type Layer } from '../slide.ts';
import type { Layout, Stage } from '../stage.ts';
import { fitText, measure, placeText } from '../text.ts';
import { INK } from '../theme.ts';

type Formula = VisualOf<'formula'>;
type Part = Formula['parts'][number];

/** The share of a part's width that its symbol may take beside the meaning. */
const SYMBOL_SHARE = 0.42;

/** The formula large on a card; under it a card for each symbol. */
export const formula: Layout<'formula'> = {
  heading: 'always',
  arrangements: [
    (visual, stage) =>
      withExpression(visual, stage, (area) => {
        const placements = flow(partTiles(visual, stage), partFlow(visual, stage, area));
        return placements && layersOf(placements);
      }),
    (visual, stage) =>
      withExpression(visual, stage, (area) =>
        pagedFlow('parts', partTiles(visual, stage), stage.look, partFlow(visual, stage, area)),
      ),
  ],
  cards: (visual, stage) => [
    { id: 'expression', trigger: START, texts: [visual.expression] },
    ...visual.parts.map(({ id, symbol, meaning }) => ({
      id,
      trigger: stage.appears(id),
      texts: [symbol, meaning],
    })),
  ],
};

function partFlow(visual: Formula, { frame }: Stage, area: Rect): Parameters<typeof flow>[1] {
  const count = visual.parts.length;
  const columns = evenColumns(count, { '16:9': 4, '1:1': 2, '9:16': 1 }[frame.aspect]);
  return { area, sizes: contentSizes(frame, count), columns, gap: frame.gap };
}

function withExpression(visual: Formula, stage: Stage, rest: (area: Rect) => Layer[] | null): Layer[] | null {
  const { area, frame, breakWords, look } = stage;
  const alone = visual.parts.length === 0;
  for (const size of sizesFor(frame, 'display')) {
    const padding = Math.max(frame.gap, 0.35 * size);
    const text = fitText(visual.expression, {
      sizes: [size],
      weight: 'bold',
      width: area.width - 2 * frame.gap,
      breakWords,
    });
    if (text === null) continue;
    const height = text.height + 2 * padding;
    const box = rect(area.x, area.y, area.width, alone ? Math.min(area.height, height * 2) : height);
    if (box.height > area.height) continue;
    const placed = alone ? rect(box.x, area.y + (area.height - box.height) / 2, box.width, box.height) : box;
    const top = bottom(box) + 1.2 * frame.gap;
    const layers = alone ? [] : rest(rect(area.x, top, area.width, bottom(area) - top));
    if (layers === null) continue;
    const shapes: Shape[] = [
      ...card(placed, { ...tintedCard(look.accent), edgeWidth: 6 }, cardRadius(frame)),
      ...placeText(text, cardFace(placed), { align: 'centre', color: INK }),
    ];
    return [{ id: 'expression', trigger: START, entrance: 'fade', shapes }, ...layers];
  }
  return null;
}

function partTiles(visual: Formula, stage: Stage): Tile[] {
  return visual.parts.map((part) => partTile(part, stage));
}

/** A symbol in a filled chip, its meaning beside it or, where that is too narrow, under it. */
function partTile(part: Part, stage: Stage): Tile {
  const { frame, look, breakWords } = stage;
  const radius = cardRadius(frame);
  const gap = frame.gap;
  return {
    id: part.id,
    trigger: stage.appears(part.id),
    entrance: 'fade',
    ghost: (box) => ghostCard(box, look.surface.ghost, radius),
    plan(width, size) {
      const inner = width - 1.6 * gap;
      const chipWidth = Math.max(1.6 * size, measure(part.symbol, 'bold', size) + gap);
      const beside = chipWidth <= inner * SYMBOL_SHARE;
      const symbol = fitText(part.symbol, { sizes: [size], weight: 'bold', width: inner - gap, breakWords });
      const meaning = fitText(part.meaning, {
        sizes: [size],
        weight: 'regular',
        width: beside ? inner - chipWidth - gap : inner,
        breakWords,
      });
      if (symbol === null || meaning === null) return null;
      const chipHeight = symbol.height + 0.5 * gap;
      const content = beside ? Math.max(chipHeight, meaning.height) : chipHeight + 0.6 * gap + meaning.height;
      return {
        height: content + 1.8 * gap,
        draw(box) {
          const face = inset(cardFace(box), 0.8 * gap, 0.7 * gap);
          const top = face.y + (face.height - content) / 2;
          const chip = beside
            ? rect(face.x, face.y + (face.height - chipHeight) / 2, chipWidth, chipHeight)
            : rect(face.x, top, Math.min(face.width, symbol.width + gap), chipHeight);
          const place = beside
            ? rect(face.x + chipWidth + gap, face.y, face.width - chipWidth - gap, face.height)
            : rect(face.x, top + chipHeight + 0.6 * gap, face.width, meaning.height);
          return [
            ...card(box, plainCard, radius),
            { kind: 'rect', box: chip, radius: radius * 0.6, fill: look.accent.strong },
            ...placeText(symbol, chip, { align: 'centre', color: '#FFFFFF' }),
            ...placeText(meaning, place, { align: 'left', color: INK }),
          ];
        },
      };
    },
  };
}
