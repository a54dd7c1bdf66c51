import type { VisualOf } from '@vividly/lesson';
import { card, cardFace, cardRadius, ghostCard, plainCard } from '../cards.ts';
import type { Weight } from '../../fonts.ts';
import { contentSizes } from '../frame.ts';
import type { Tile } from '../flow.ts';
import { inset, rect } from '../geometry.ts';
import type { Shape } from '../shapes.ts';
import { START, type Layer } from '../slide.ts';
import type { Layout, Stage } from '../stage.ts';
import { fitText, placeText, type TextBlock } from '../text.ts';
import { listLayers } from './list.ts';

type Event = VisualOf<'timeline'>['events'][number];

/** Events along a line: from left to right where the columns are wide enough, else from top to bottom. */
export const timeline: Layout<'timeline'> = {
  heading: 'always',
  arrangements: [
    (visual, stage) => (stage.frame.aspect === '16:9' ? across(visual.events, stage) : null),
    (visual, stage) =>
      listLayers(
        visual.events.map((event) => eventTile(event, stage)),
        stage,
        [1],
      ),
  ],
  cards: (visual, stage) =>
    visual.events.map(({ id, when, text }) => ({ id, trigger: stage.appears(id), texts: [when, text] })),
};

function across(events: readonly Event[], stage: Stage): Layer[] | null {
  const { area, frame, breakWords, look } = stage;
  const gap = frame.gap;
  const pitch = area.width / events.length;
  const width = pitch - gap;
  for (const size of contentSizes(frame, events.length)) {
    const fit = (text: string, weight: Weight, room: number): TextBlock | null =>
      fitText(text, { sizes: [size], font: look.type[weight], width: room, breakWords });
    const blocks = events.flatMap((event) => {
      const when = fit(event.when, 'bold', width);
      const text = fit(event.text, 'regular', width - 2 * gap);
      return when && text ? [{ event, when, text }] : [];
    });
    if (blocks.length < events.length) continue;
    const whenHeight = Math.max(...blocks.map(({ when }) => when.height));
    const cardHeight = Math.max(...blocks.map(({ text }) => text.height)) + 2.2 * gap;
    const dot = size * 0.42;
    const needed = whenHeight + gap + 2 * dot + 1.4 * gap + cardHeight;
    if (needed > area.height) continue;

    const top = area.y + (area.height - needed) / 2;
    const lineY = top + whenHeight + gap + dot;
    const middle = (index: number): number => area.x + (index + 0.5) * pitch;
    const line: Shape = {
      kind: 'polygon',
      closed: false,
      points: [
        { x: area.x, y: lineY },
        { x: area.x + area.width, y: lineY },
      ],
      stroke: { color: look.surface.ghost, width: 6, dash: [2, 18] },
    };
    const cardBox = (index: number) =>
      rect(middle(index) - width / 2, lineY + dot + 1.4 * gap, width, cardHeight);
    const ghosts = events.map((_, index): Shape[] => [
      ...ghostCard(cardBox(index), look.surface.ghost, cardRadius(frame)),
      {
        kind: 'circle',
        centre: { x: middle(index), y: lineY },
        radius: dot,
        fill: look.surface.ground,
        stroke: { color: look.surface.ghost, width: 4 },
      },
    ]);
    return [
      { id: 'line', trigger: START, entrance: 'wipe-right', shapes: [line, ...ghosts.flat()] },
      ...blocks.map(({ event, when, text }, index): Layer => {
        const x = middle(index);
        const from = index === 0 ? area.x : middle(index - 1) + dot;
        const box = cardBox(index);
        return {
          id: event.id,
          trigger: stage.appears(event.id),
          entrance: 'wipe-right',
          shapes: [
            {
              kind: 'polygon',
              closed: false,
              points: [
                { x: from, y: lineY },
                { x: x - dot, y: lineY },
              ],
              stroke: { color: look.accent.strong, width: 8 },
            },
            {
              kind: 'circle',
              centre: { x, y: lineY },
              radius: dot,
              fill: look.accent.strong,
              stroke: { color: look.surface.ground, width: 4 },
            },
            ...placeText(when, rect(x - width / 2, top, width, whenHeight), {
              align: 'centre',
              color: look.accent.strong,
            }),
            ...card(box, plainCard(look), cardRadius(frame)),
            ...placeText(text, inset(cardFace(box), gap, 0), { align: 'centre', color: look.card.ink }),
          ],
        };
      }),
    ];
  }
  return null;
}

/** A card on a line that runs down the left: time over text. */
function eventTile(event: Event, stage: Stage): Tile {
  const { frame, breakWords, look } = stage;
  const gap = frame.gap;
  const rail = 2.2 * gap;
  return {
    id: event.id,
    trigger: stage.appears(event.id),
    entrance: 'fade',
    ghost: (box) => [
      ...ghostCard(
        rect(box.x + rail, box.y, box.width - rail, box.height),
        look.surface.ghost,
        cardRadius(frame),
      ),
      {
        kind: 'circle',
        centre: { x: box.x + rail * 0.4, y: box.y + box.height / 2 },
        radius: rail * 0.3,
        stroke: { color: look.surface.ghost, width: 4 },
      },
    ],
    plan(width, size) {
      const inner = width - rail - 2.4 * gap;
      const when = fitText(event.when, { sizes: [size], font: look.type.bold, width: inner, breakWords });
      const text = fitText(event.text, { sizes: [size], font: look.type.regular, width: inner, breakWords });
      if (when === null || text === null) return null;
      const content = when.height + text.height;
      return {
        height: content + 1.4 * gap,
        draw(box) {
          const right = rect(box.x + rail, box.y, box.width - rail, box.height);
          const face = inset(cardFace(right), 1.2 * gap, 0);
          const top = face.y + (face.height - content) / 2;
          const dot = { x: box.x + rail * 0.4, y: box.y + box.height / 2 };
          return [
            {
              kind: 'polygon',
              closed: false,
              points: [
                { x: dot.x, y: box.y },
                { x: dot.x, y: box.y + box.height },
              ],
              stroke: { color: look.accent.strong, width: 6 },
            },
            { kind: 'circle', centre: dot, radius: rail * 0.32, fill: look.accent.strong },
            ...card(right, plainCard(look), cardRadius(frame)),
            ...placeText(when, rect(face.x, top, face.width, when.height), {
              align: 'left',
              color: look.accent.strong,
            }),
            ...placeText(text, rect(face.x, top + when.height, face.width, text.height), {
              align: 'left',
              color: look.card.ink,
            }),
          ];
        },
      };
    },
  };
}
