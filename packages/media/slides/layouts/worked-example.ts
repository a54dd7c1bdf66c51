import type { VisualOf } from '@vividly/lesson';
import {
  SHADOW,
  card,
  cardFace,
  cardRadius,
  drawMark,
  ghostCard,
  markDiameter,
  plainCard,
  tintedCard,
  type CardStyle,
  type Mark,
} from '../cards.ts';
import { contentSizes } from '../frame.ts';
import { flow, layersOf, type FlowRequest, type Tile } from '../flow.ts';
import { inset, rect, type Rect } from '../geometry.ts';
import { mathBlock } from '../math/block.ts';
import { pagedFlow } from '../pages.ts';
import type { Shape } from '../shapes.ts';
import type { Layout, Stage } from '../stage.ts';
import { fitText, placeText } from '../text.ts';

type Worked = VisualOf<'worked_example'>;
type Statement = Worked['result'];

/** A line of the example with its sign and, for a step, its reason. */
interface Line {
  statement: Statement;
  reason?: string | undefined;
  mark: Mark;
  style: CardStyle;
}

/** The share of a card's width that stands beside a reason, and the least that the reason gets. */
const REASON_SHARE = 0.4;

/**
 * What is given, side by side where it is short; then numbered steps with their reasons, and the result, one under the
 * other, as one would write it down.
 */
export const workedExample: Layout<'worked_example'> = {
  heading: 'always',
  arrangements: [
    (visual, stage) => {
      const request = column(visual, stage);
      const placements = flow(tiles(visual, stage), { ...request, columns: [givenFirst(visual), 1] });
      return placements && layersOf(placements);
    },
    (visual, stage) => pagedFlow('worked', tiles(visual, stage), stage.look, column(visual, stage)),
  ],
  cards: (visual, stage) =>
    linesOf(visual, stage).map(({ statement, reason }) => ({
      id: statement.id,
      trigger: stage.appears(statement.id),
      texts: reason === undefined ? [statement.text] : [statement.text, reason],
    })),
};

function column({ steps, given }: Worked, { area, frame }: Stage): FlowRequest {
  return {
    area,
    sizes: contentSizes(frame, steps.length + given.length + 1),
    columns: [1],
    gap: 0.7 * frame.gap,
  };
}

/** All that is given in the first row, every other line in a row of its own. */
function givenFirst({ given, steps }: Worked): readonly number[] {
  return [...(given.length > 0 ? [given.length] : []), ...steps.map(() => 1), 1];
}

function linesOf({ given, steps, result }: Worked, { look }: Stage): Line[] {
  const { strong, on: ink } = look.accent;
  return [
    ...given.map((statement): Line => ({
      statement,
      mark: { kind: 'icon', icon: 'list', fill: look.mark.fill, ink: look.mark.sign },
      style: { ...plainCard(look), dash: [16, 12] },
    })),
    ...steps.map(({ reason, ...statement }, index): Line => ({
      statement,
      reason,
      mark: { kind: 'text', text: String(index + 1), font: look.type.bold, fill: strong, ink },
      style: plainCard(look),
    })),
    {
      statement: result,
      mark: { kind: 'icon', icon: 'check', fill: strong, ink },
      style: { ...tintedCard(look.accent), edgeWidth: 7 },
    },
  ];
}

function tiles(visual: Worked, stage: Stage): Tile[] {
  return linesOf(visual, stage).map((line) => lineTile(line, stage));
}

function lineTile({ statement, reason, mark, style }: Line, stage: Stage): Tile {
  const { area, frame, look, breakWords } = stage;
  const radius = cardRadius(frame);
  const padding = { x: frame.gap * 1.2, y: frame.gap * 0.6 };
  return {
    id: statement.id,
    trigger: stage.appears(statement.id),
    entrance: 'fade',
    ghost: (box) => ghostCard(box, look.surface.ghost, radius),
    plan(width, size) {
      const indent = markDiameter(size) + 0.9 * frame.gap;
      const room = width - 2 * padding.x - indent;
      const beside = frame.aspect === '16:9' && reason !== undefined;
      const block = statementBlock(
        statement,
        size,
        beside ? room * (1 - REASON_SHARE) - frame.gap : room,
        stage,
      );
      const why =
        reason === undefined
          ? null
          : fitText(reason, {
              sizes: [size],
              font: look.type.regular,
              width: beside ? room * REASON_SHARE - frame.gap : room,
              breakWords,
            });
      if (block === null || (reason !== undefined && why === null)) return null;
      // Beside others stands only what is one row.
      if (width < area.width && block.rows > 1) return null;
      const under = why !== null && !beside ? why.height : 0;
      const content = beside ? Math.max(block.height, why?.height ?? 0) : block.height + under;
      return {
        height: Math.max(content, markDiameter(size)) + 2 * padding.y + SHADOW,
        draw(box) {
          const face = inset(cardFace(box), padding.x, padding.y);
          const text = rect(face.x + indent, face.y, face.width - indent, face.height);
          const middle = { x: face.x + markDiameter(size) / 2, y: face.y + face.height / 2 };
          const shapes = [...card(box, style, radius), ...drawMark(mark, middle, size)];
          if (why === null) return [...shapes, ...block.draw(text, look.card.ink)];
          if (!beside) {
            const top = text.y + (text.height - content) / 2;
            return [
              ...shapes,
              ...block.draw(rect(text.x, top, text.width, block.height), look.card.ink),
              ...placeText(why, rect(text.x, top + block.height, text.width, why.height), {
                align: 'left',
                color: look.accent.strong,
              }),
            ];
          }
          const x = text.x + text.width * (1 - REASON_SHARE);
          return [
            ...shapes,
            ...block.draw(rect(text.x, text.y, x - frame.gap - text.x, text.height), look.card.ink),
            {
              kind: 'rect',
              box: rect(x - 3, face.y, 6, face.height),
              radius: 3,
              fill: look.accent.tint,
            },
            ...placeText(
              why,
              rect(x + frame.gap, text.y, text.width * REASON_SHARE - frame.gap, text.height),
              {
                align: 'left',
                color: look.accent.strong,
              },
            ),
          ];
        },
      };
    },
  };
}

interface StatementBlock {
  rows: number;
  height: number;
  draw(box: Rect, color: string): Shape[];
}

/** A statement typeset where it is a formula that fits, else in words. */
function statementBlock(
  statement: Statement,
  size: number,
  width: number,
  { look, breakWords }: Stage,
): StatementBlock | null {
  const math = mathBlock(statement, size);
  if (math !== null && math.width <= width)
    return {
      rows: 1,
      height: Math.max(math.height + 0.3 * size, 1.2 * size),
      draw: (box, color) => math.draw(box, color, 'left'),
    };
  const text = fitText(statement.text, { sizes: [size], font: look.type.semibold, width, breakWords });
  return (
    text && {
      rows: text.rows.length,
      height: text.height,
      draw: (box, color) => placeText(text, box, { align: 'left', color }),
    }
  );
}
