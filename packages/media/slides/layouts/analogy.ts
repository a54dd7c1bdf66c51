import type { VisualOf } from '@vividly/lesson';
import { card, cardFace, cardRadius, ghostCard, tintedCard } from '../cards.ts';
import { contentSizes } from '../frame.ts';
import { flow, layersOf, type Tile } from '../flow.ts';
import { inDirection } from '../direction.ts';
import { centre, inset, rect, type Rect } from '../geometry.ts';
import { icon, type IconName } from '../icons.ts';
import { pagedFlow } from '../pages.ts';
import type { Shape } from '../shapes.ts';
import { START, type Layer } from '../slide.ts';
import type { Layout, Stage } from '../stage.ts';
import { fitText, placeText, type TextBlock } from '../text.ts';
import type { Accent, Look } from '../theme/index.ts';

type Row = VisualOf<'analogy'>['rows'][number];

interface Voice {
  accent: Accent;
  icon: IconName;
}

/** The concept's voice, and the interest's. */
function voicesOf({ accent, companion }: Look): [Voice, Voice] {
  return [
    { accent, icon: 'bulb' },
    { accent: companion, icon: 'heart' },
  ];
}

/** Pairs of cards: at the left the concept, at the right what plays its part in the learner's interest. */
export const analogy: Layout<'analogy'> = {
  heading: 'always',
  arrangements: [
    (visual, stage) => {
      const head = headHeight(stage);
      const { area } = stage;
      const rows = flow(
        visual.rows.map((row) => pairTile(row, stage)),
        {
          ...column(stage, visual.rows.length),
          area: rect(area.x, area.y + head, area.width, area.height - head),
        },
      );
      const first = rows?.[0];
      return rows && first ? [headLayer(first.box, stage), ...layersOf(rows)] : null;
    },
    (visual, stage) =>
      pagedFlow(
        'pairs',
        visual.rows.map((row) => stackedTile(row, stage)),
        stage.look,
        column(stage, visual.rows.length),
      ),
  ],
  cards: (visual, stage) =>
    visual.rows.map((row) => ({
      id: row.id,
      trigger: stage.appears(row.id),
      texts: [row.concept, row.interest],
    })),
};

function column({ area, frame }: Stage, rows: number): Parameters<typeof flow>[1] {
  return { area, sizes: contentSizes(frame, 1 + rows), columns: [1], gap: frame.gap };
}

/** Room between the cards of a pair for the sign that ties them. */
function tieWidth(stage: Stage): number {
  return stage.frame.gap * (stage.frame.aspect === '16:9' ? 5 : 2.6);
}

function halves(box: Rect, stage: Stage): [Rect, Rect] {
  const width = (box.width - tieWidth(stage)) / 2;
  return [rect(box.x, box.y, width, box.height), rect(box.x + box.width - width, box.y, width, box.height)];
}

function headHeight({ frame }: Stage): number {
  return 3.4 * frame.gap;
}

/** The signs of the two columns, above the first pair. */
function headLayer(first: Rect, stage: Stage): Layer {
  const side = headHeight(stage);
  const voices = voicesOf(stage.look);
  const shapes = halves(first, stage).flatMap((half, index): Shape[] => {
    const voice = voices[index] as Voice;
    const middle = { x: half.x + half.width / 2, y: first.y - side * 0.55 };
    return [
      { kind: 'circle', centre: middle, radius: side * 0.42, fill: voice.accent.strong },
      icon(voice.icon, middle, side * 0.52, voice.accent.on),
    ];
  });
  return { id: 'columns', trigger: START, entrance: 'fade', shapes };
}

function blocksOf(row: Row, stage: Stage, width: number, size: number): [TextBlock, TextBlock] | null {
  const fit = (text: string): TextBlock | null =>
    fitText(text, { sizes: [size], font: stage.look.type.semibold, width, breakWords: stage.breakWords });
  const blocks = [fit(row.concept), fit(row.interest)] as const;
  return blocks[0] && blocks[1] ? [blocks[0], blocks[1]] : null;
}

function pairTile(row: Row, stage: Stage): Tile {
  const { frame, look } = stage;
  const radius = cardRadius(frame);
  const gap = frame.gap;
  const padding = { x: gap * 0.9, y: gap * 0.7 };
  return {
    id: row.id,
    trigger: stage.appears(row.id),
    entrance: 'wipe-right',
    ghost: (box) => halves(box, stage).flatMap((half) => ghostCard(half, look.surface.ghost, radius)),
    plan(width, size) {
      const inner = (width - tieWidth(stage)) / 2 - 2 * padding.x;
      const blocks = blocksOf(row, stage, inner, size);
      if (blocks === null) return null;
      return {
        height: Math.max(blocks[0].height, blocks[1].height) + 2 * padding.y + gap * 0.3,
        draw(box) {
          const [left, right] = halves(box, stage);
          return [
            ...tie(
              { x: left.x + left.width, y: left.y + left.height / 2 },
              { x: right.x, y: right.y + right.height / 2 },
              stage,
            ),
            ...card(left, tintedCard(look.accent), radius),
            ...placeText(blocks[0], inset(cardFace(left), padding.x, 0), {
              align: 'centre',
              color: look.card.ink,
            }),
            ...card(right, tintedCard(look.companion), radius),
            ...placeText(blocks[1], inset(cardFace(right), padding.x, 0), {
              align: 'centre',
              color: look.card.ink,
            }),
          ];
        },
      };
    },
  };
}

/** A dashed line between the cards of a pair, with the sign "is like" in its middle. */
function tie(from: { x: number; y: number }, to: { x: number; y: number }, { frame, look }: Stage): Shape[] {
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const radius = Math.min(frame.gap * 1.25, (to.x - from.x) * 0.46);
  return [
    { kind: 'polygon', closed: false, points: [from, to], stroke: { color: look.accent.strong, width: 6 } },
    { kind: 'circle', centre: middle, radius, fill: look.accent.strong },
    icon('swap', middle, radius * 1.25, look.accent.on),
  ];
}

/** A pair in one card, the concept over the interest: for frames too narrow for two columns. */
function stackedTile(row: Row, stage: Stage): Tile {
  const { frame, look } = stage;
  const radius = cardRadius(frame);
  const gap = frame.gap;
  return {
    id: row.id,
    trigger: stage.appears(row.id),
    entrance: 'fade',
    ghost: (box) => ghostCard(box, look.surface.ghost, radius),
    plan(width, size) {
      const sign = size * 1.2;
      const indent = sign + gap;
      const blocks = blocksOf(row, stage, width - 2 * gap - indent, size);
      if (blocks === null) return null;
      const heights = blocks.map((block) => Math.max(block.height, sign) + gap * 0.8);
      const needed = heights.reduce((sum, height) => sum + height, 0);
      return {
        height: needed + gap * 0.6,
        draw(box) {
          let y = box.y;
          return blocks.flatMap((block, index): Shape[] => {
            const voice = voicesOf(look)[index] as Voice;
            const height = ((heights[index] ?? 0) / needed) * box.height;
            const half = rect(box.x, y, box.width, height);
            y += height;
            const face = inset(cardFace(half), gap, 0);
            const inFace = (x: number, across: number): Rect =>
              inDirection(rect(face.x + x, face.y, across, face.height), face, block.direction);
            const middle = centre(inFace(0, sign));
            const place = inFace(indent, face.width - indent);
            return [
              ...card(half, tintedCard(voice.accent), radius),
              { kind: 'circle', centre: middle, radius: sign / 2, fill: voice.accent.strong },
              icon(voice.icon, middle, sign * 0.62, voice.accent.on),
              ...placeText(block, place, { align: 'left', color: look.card.ink }),
            ];
          });
        },
      };
    },
  };
}
