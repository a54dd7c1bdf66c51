import type { VisualOf } from '@vividly/lesson';
import { SHADOW, card, cardRadius, ghostCard, tintedCard } from '../cards.ts';
import type { Weight } from '../../fonts.ts';
import { contentSizes } from '../frame.ts';
import { inDirection } from '../direction.ts';
import { centre, rect, type Rect } from '../geometry.ts';
import { aboveDots, deckOf } from '../pages.ts';
import type { Shape } from '../shapes.ts';
import { START, type Layer } from '../slide.ts';
import type { Layout, Stage } from '../stage.ts';
import { fitText, placeText, type TextBlock } from '../text.ts';
import type { Accent, Look } from '../theme/index.ts';

type Side = VisualOf<'comparison'>['left'];

/** What tells the sides apart besides colour: the sign before their points. */
interface Voice {
  accent: Accent;
  bullet: 'disc' | 'diamond';
}
function voicesOf({ accent, companion }: Look): [Voice, Voice] {
  return [
    { accent, bullet: 'disc' },
    { accent: companion, bullet: 'diamond' },
  ];
}

/** The share of its room that a panel takes at least. */
const FULL_SHARE = 0.72;

/** Two panels side by side, one above the other, or one after the other. */
export const comparison: Layout<'comparison'> = {
  heading: 'always',
  arrangements: [
    (visual, stage) => panels(visual, stage, halves(stage, 'beside')),
    (visual, stage) => panels(visual, stage, halves(stage, 'above')),
    (visual, stage) => {
      const whole = aboveDots(stage.area);
      const left = panels(visual, stage, [whole, whole], 0);
      const right = panels(visual, stage, [whole, whole], 1);
      return left && right ? deckOf('sides', [left, right], stage.area, stage.look) : null;
    },
  ],
  cards: (visual, stage) =>
    sidesOf(visual).flatMap((side) => [
      { id: side.id, trigger: stage.appears(side.id), texts: [side.title] },
      ...side.points.map((point) => ({
        id: point.id,
        trigger: stage.appears(point.id),
        texts: [side.title, point.text],
      })),
    ]),
};

function sidesOf(visual: VisualOf<'comparison'>): [Side, Side] {
  return [visual.left, visual.right];
}

function halves({ area, frame }: Stage, how: 'beside' | 'above'): [Rect, Rect] {
  const gap = 1.5 * frame.gap;
  if (how === 'beside') {
    const width = (area.width - gap) / 2;
    return [rect(area.x, area.y, width, area.height), rect(area.x + width + gap, area.y, width, area.height)];
  }
  const height = (area.height - gap) / 2;
  return [rect(area.x, area.y, area.width, height), rect(area.x, area.y + height + gap, area.width, height)];
}

/** Both sides, or the `only` one of that index, at the largest size at which each fits its room. */
function panels(
  visual: VisualOf<'comparison'>,
  stage: Stage,
  rooms: readonly [Rect, Rect],
  only?: 0 | 1,
): Layer[] | null {
  const wanted = ([0, 1] as const).filter((index) => only === undefined || index === only);
  for (const size of contentSizes(
    stage.frame,
    1 + Math.max(...sidesOf(visual).map(({ points }) => points.length)),
  )) {
    const plans = wanted.flatMap((index) => {
      const plan = planPanel(sidesOf(visual)[index], voicesOf(stage.look)[index], stage, rooms[index], size);
      return plan === null ? [] : [plan];
    });
    if (plans.length < wanted.length) continue;
    // With few points panels end below them instead of standing empty; both end at the same height.
    const room = rooms[0].height;
    const height = Math.min(room, Math.max(FULL_SHARE * room, ...plans.map((plan) => plan.height)));
    return plans.flatMap((plan) => plan.draw(height));
  }
  return null;
}

interface PanelPlan {
  /** Height with comfortable distances, px. */
  height: number;
  draw(height: number): Layer[];
}

function planPanel(side: Side, voice: Voice, stage: Stage, room: Rect, size: number): PanelPlan | null {
  const { frame, look, breakWords } = stage;
  const padding = 1.1 * frame.gap;
  const inner = room.width - 2 * padding;
  const fit = (text: string, weight: Weight, width: number): TextBlock | null =>
    fitText(text, { sizes: [size], font: look.type[weight], width, breakWords });
  const head = fit(side.title, 'bold', inner);
  const points = side.points.flatMap((point) => {
    const text = fit(point.text, 'regular', inner - size);
    return text === null ? [] : [{ id: point.id, text }];
  });
  if (head === null || points.length < side.points.length) return null;
  const headHeight = head.height + padding;
  const pointsHeight = points.reduce((sum, { text }) => sum + text.height, 0);
  const heightWith = (gap: number): number => headHeight + pointsHeight + (points.length + 1) * gap + SHADOW;
  if (heightWith(0.5 * frame.gap) > room.height) return null;
  return {
    height: heightWith(1.6 * frame.gap),
    draw(height) {
      const box = rect(room.x, room.y, room.width, height);
      const free = height - SHADOW - headHeight - pointsHeight;
      const gap = Math.min(free / (points.length + 1), 1.6 * frame.gap);
      const layers = headLayers(side, voice, stage, box, head, headHeight);
      // The points form a block in the middle of the panel, their signs in one column.
      const widest = Math.max(0, ...points.map(({ text }) => text.width));
      const left = box.x + (box.width - size - widest) / 2;
      let y = box.y + headHeight + (free - gap * (points.length - 1)) / 2;
      for (const { id, text } of points) {
        const line = rect(left, y, size + widest, text.height);
        const place = inDirection(rect(left + size, y, widest, text.height), line, text.direction);
        const sign = inDirection(rect(left, y, 0.6 * size, 1.2 * size), line, text.direction);
        y += text.height + gap;
        const shapes = [
          bullet(voice, centre(sign), size),
          ...placeText(text, place, { align: 'left', color: look.card.ink }),
        ];
        layers.push({ id, trigger: stage.appears(id), entrance: 'fade', shapes });
      }
      return layers;
    },
  };
}

/** The panel and its title in a filled band, and the outline that stands there before. */
function headLayers(
  side: Side,
  { accent }: Voice,
  stage: Stage,
  box: Rect,
  head: TextBlock,
  height: number,
): Layer[] {
  const radius = cardRadius(stage.frame);
  const band = rect(box.x, box.y, box.width, height);
  const shapes: Shape[] = [
    ...card(box, tintedCard(accent), radius),
    { kind: 'rect', box: band, radius, fill: accent.strong },
    {
      kind: 'rect',
      box: rect(band.x, band.y + radius, band.width, height - radius),
      radius: 0,
      fill: accent.strong,
    },
    ...placeText(head, band, { align: 'centre', color: accent.on }),
  ];
  return [
    {
      id: `${side.id}-ghost`,
      trigger: START,
      entrance: 'fade',
      shapes: ghostCard(box, stage.look.surface.ghost, radius),
    },
    { id: side.id, trigger: stage.appears(side.id), entrance: 'fade', shapes },
  ];
}

function bullet({ accent, bullet }: Voice, at: { x: number; y: number }, size: number): Shape {
  const r = size * 0.2;
  if (bullet === 'disc') return { kind: 'circle', centre: at, radius: r, fill: accent.strong };
  const points = [
    { x: at.x, y: at.y - 1.25 * r },
    { x: at.x + 1.25 * r, y: at.y },
    { x: at.x, y: at.y + 1.25 * r },
    { x: at.x - 1.25 * r, y: at.y },
  ];
  return { kind: 'polygon', points, closed: true, fill: accent.strong };
}
