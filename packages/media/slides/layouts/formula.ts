import type { VisualOf } from '@vividly/lesson';
import { card, cardFace, cardRadius, tintedCard } from '../cards.ts';
import { contentSizes, sizesFor } from '../frame.ts';
import { evenColumns, flow, layersOf } from '../flow.ts';
import { bottom, inset, rect, type Rect } from '../geometry.ts';
import { mathBlock, type MathBlock } from '../math/block.ts';
import { texOfPlain } from '../math/plain-tex.ts';
import { pagedFlow } from '../pages.ts';
import { START, type Layer } from '../slide.ts';
import type { Layout, Stage } from '../stage.ts';
import { fitText, placeText } from '../text.ts';
import { partTiles } from './formula-parts.ts';

type Formula = VisualOf<'formula'>;

/** The formula on its card: its height, how it is drawn, and what marks its symbols when they are explained. */
interface Expression {
  width: number;
  height: number;
  layers: (box: Rect) => Layer[];
}

/** How the formula itself can be written at a size; null when it does not fit `width`. */
type Writing = (visual: Formula, stage: Stage, size: number, width: number) => Expression | null;

/** The formula large on a card; under it a card for each symbol, which is framed in the formula at the same word. */
export const formula: Layout<'formula'> = {
  heading: 'always',
  arrangements: [typesetFormula, plainFormula].flatMap((writing) => [
    (visual: Formula, stage: Stage) =>
      withExpression(writing, visual, stage, (area) => {
        const placements = flow(partTiles(visual, stage), partFlow(visual, stage, area));
        return placements && layersOf(placements);
      }),
    (visual: Formula, stage: Stage) =>
      withExpression(writing, visual, stage, (area) =>
        pagedFlow('parts', partTiles(visual, stage), stage.look, partFlow(visual, stage, area)),
      ),
  ]),
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
  const columns = evenColumns(count, { '16:9': 4, '1:1': 3, '9:16': 1 }[frame.aspect]);
  return { area, sizes: contentSizes(frame, count), columns, gap: frame.gap };
}

/** The formula over what `rest` makes of its parts, at the largest size that leaves room for them. */
function withExpression(
  writing: Writing,
  visual: Formula,
  stage: Stage,
  rest: (area: Rect) => Layer[] | null,
): Layer[] | null {
  const { area, frame } = stage;
  const alone = visual.parts.length === 0;
  for (const size of sizesFor(frame, 'display')) {
    const expression = writing(visual, stage, size, area.width - 2 * frame.gap);
    if (expression === null) continue;
    const height = expression.height + 2 * Math.max(frame.gap, 0.35 * size);
    if (height > area.height) continue;
    const cardHeight = alone ? Math.min(area.height, height * 2) : height;
    const top = alone ? area.y + (area.height - cardHeight) / 2 : area.y;
    const box = rect(area.x, top, area.width, cardHeight);
    const below = bottom(box) + 1.2 * frame.gap;
    const layers = alone ? [] : rest(rect(area.x, below, area.width, bottom(area) - below));
    if (layers !== null) return [...expression.layers(box), ...layers];
  }
  return null;
}

/** Below this share of the largest size, a formula that can be broken into rows of text is better off so. */
const LEAST_ROW_SHARE = 0.6;

function typesetFormula(visual: Formula, stage: Stage, size: number, width: number): Expression | null {
  const inRows = visual.tex === undefined && !/\\(frac|sqrt)/.test(texOfPlain(visual.expression) ?? '');
  if (inRows && size < LEAST_ROW_SHARE * Math.max(...sizesFor(stage.frame, 'display'))) return null;
  const block = mathBlock({ text: visual.expression, tex: visual.tex }, size, visual.parts);
  if (block === null || block.width > width) return null;
  return {
    width: block.width,
    height: block.height,
    layers: (box) => {
      const face = cardFace(box);
      return [
        cardLayer(stage, box, block.draw(face, stage.look.card.ink)),
        ...markLayers(visual, stage, block, face, size),
      ];
    },
  };
}

/** A frame round the symbol, and the symbol in the accent, when it is explained. */
function markLayers({ parts }: Formula, stage: Stage, block: MathBlock, face: Rect, size: number): Layer[] {
  const placed = block.parts(face);
  return placed.flatMap(({ id, box, draw }): Layer[] => {
    const color = stage.look.accent.strong;
    const room = Math.min(
      0.11 * size,
      ...placed.filter((other) => other.id !== id).map((other) => between(box, other.box) / 2),
    );
    return parts.some((part) => part.id === id)
      ? [
          {
            id: `${id}-symbol`,
            trigger: stage.appears(id),
            entrance: 'fade',
            shapes: [
              draw(color),
              {
                kind: 'rect',
                box: inset(box, -Math.max(4, room), -0.11 * size),
                radius: 0.1 * size,
                stroke: { color, width: 5 },
              },
            ],
          },
        ]
      : [];
  });
}

/** Free room between two boxes, px; Infinity when they do not stand side by side. */
function between(a: Rect, b: Rect): number {
  if (Math.min(bottom(a), bottom(b)) < Math.max(a.y, b.y)) return Infinity;
  return Math.max(b.x - (a.x + a.width), a.x - (b.x + b.width));
}

/** As text, in rows: for what is no formula, and for formulas wider than the frame. */
function plainFormula(visual: Formula, stage: Stage, size: number, width: number): Expression | null {
  const text = fitText(visual.expression, {
    sizes: [size],
    font: stage.look.type.bold,
    width,
    breakWords: stage.breakWords,
  });
  return (
    text && {
      ...text,
      layers: (box) => [
        cardLayer(
          stage,
          box,
          placeText(text, cardFace(box), { align: 'centre', color: stage.look.card.ink }),
        ),
      ],
    }
  );
}

function cardLayer({ look, frame }: Stage, box: Rect, writing: Layer['shapes']): Layer {
  const ground = card(box, { ...tintedCard(look.accent), edgeWidth: 6 }, cardRadius(frame));
  return { id: 'expression', trigger: START, entrance: 'fade', shapes: [...ground, ...writing] };
}
