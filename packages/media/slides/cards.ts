import { inDirection } from './direction.ts';
import { centre, inset, rect, type Rect } from './geometry.ts';
import type { Frame } from './frame.ts';
import { icon, type IconName } from './icons.ts';
import type { Tile } from './flow.ts';
import type { Shape } from './shapes.ts';
import type { Entrance, Trigger } from './slide.ts';
import type { Stage } from './stage.ts';
import { fitText, measure, placeText } from './text.ts';
import type { Accent, Look } from './theme/index.ts';
import type { Font, Weight } from '../fonts.ts';

/** Depth of the edge under a card, px. */
export const SHADOW = 7;

export interface CardStyle {
  fill: string;
  edge: string;
  /** Width of the outline, px. */
  edgeWidth: number;
  dash?: readonly [number, number];
}

export function plainCard({ card: { fill, edge, edgeWidth } }: Look): CardStyle {
  return { fill, edge, edgeWidth };
}

/** A card tinted in an accent. */
export function tintedCard(accent: Accent): CardStyle {
  return { fill: accent.tint, edge: accent.strong, edgeWidth: 4 };
}

/** Corner radius of cards in the frame, px. */
export function cardRadius(frame: Frame): number {
  return frame.gap;
}

/** A card with its shadow; both stay inside `box`. */
export function card(box: Rect, style: CardStyle, radius: number): Shape[] {
  const face = rect(box.x, box.y, box.width, box.height - SHADOW);
  return [
    { kind: 'rect', box: rect(box.x, box.y + SHADOW, box.width, face.height), radius, fill: style.edge },
    {
      kind: 'rect',
      box: inset(face, style.edgeWidth / 2),
      radius: radius - style.edgeWidth / 2,
      fill: style.fill,
      stroke: { color: style.edge, width: style.edgeWidth, ...(style.dash && { dash: style.dash }) },
    },
  ];
}

/** The face of a card drawn into `box`: what `card` leaves free for content, before padding. */
export function cardFace(box: Rect): Rect {
  return rect(box.x, box.y, box.width, box.height - SHADOW);
}

/** The outline of a card that is still to come. */
export function ghostCard(box: Rect, color: string, radius: number): Shape[] {
  return [{ kind: 'rect', box: inset(cardFace(box), 2), radius, stroke: { color, width: 3, dash: [4, 14] } }];
}

/** The sign in front of a card's text. */
export type Mark =
  | { kind: 'text'; text: string; font: Font; fill: string; ink: string }
  | { kind: 'icon'; icon: IconName; fill: string; ink: string };

/** Diameter of a mark beside type of `size`, px. */
export function markDiameter(size: number): number {
  return size * 1.5;
}

export function drawMark(mark: Mark, centre: { x: number; y: number }, size: number): Shape[] {
  const disc: Shape = { kind: 'circle', centre, radius: markDiameter(size) / 2, fill: mark.fill };
  if (mark.kind === 'icon') return [disc, icon(mark.icon, centre, size * 0.95, mark.ink)];
  const width = measure(mark.text, mark.font, size);
  return [
    disc,
    {
      kind: 'text',
      text: mark.text,
      x: centre.x - width / 2,
      baseline: centre.y + 0.35 * size,
      width,
      size,
      font: mark.font,
      color: mark.ink,
    },
  ];
}

export interface CardContent {
  id: string;
  trigger: Trigger;
  entrance?: Entrance;
  text: string;
  weight?: Weight;
  mark?: Mark;
  style?: CardStyle;
  align?: 'left' | 'centre';
}

/** A card that holds one text, with a mark in front of it. */
export function cardTile(stage: Stage, content: CardContent): Tile {
  const { frame, look } = stage;
  const radius = cardRadius(frame);
  const { mark, style = plainCard(look), align = 'left', weight = 'semibold' } = content;
  const padding = { x: frame.gap * 1.2, y: frame.gap * 0.75 };
  return {
    id: content.id,
    trigger: content.trigger,
    entrance: content.entrance ?? 'fade',
    plan(width, size) {
      const indent = mark === undefined ? 0 : markDiameter(size) + frame.gap * 0.9;
      const text = fitText(content.text, {
        sizes: [size],
        font: look.type[weight],
        width: width - 2 * padding.x - indent,
        breakWords: stage.breakWords,
      });
      if (text === null) return null;
      return {
        height: Math.max(text.height, mark === undefined ? 0 : markDiameter(size)) + 2 * padding.y + SHADOW,
        draw(box) {
          const face = inset(cardFace(box), padding.x, padding.y);
          const inFace = (x: number, across: number): Rect =>
            inDirection(rect(face.x + x, face.y, across, face.height), face, text.direction);
          const place = inFace(indent, face.width - indent);
          const middle = centre(inFace(0, markDiameter(size)));
          return [
            ...card(box, style, radius),
            ...(mark === undefined ? [] : drawMark(mark, middle, size)),
            ...placeText(text, place, { align, color: look.card.ink }),
          ];
        },
      };
    },
    ghost: (box) => ghostCard(box, look.surface.ghost, radius),
  };
}
