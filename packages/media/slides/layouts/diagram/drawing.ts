import type { VisualOf } from '@vividly/lesson';
import { card, cardFace, cardRadius, ghostCard, plainCard } from '../../cards.ts';
import { contentSizes } from '../../frame.ts';
import { inset, overlaps, rect, type Rect } from '../../geometry.ts';
import type { Shape } from '../../shapes.ts';
import { START, type Layer } from '../../slide.ts';
import type { Stage } from '../../stage.ts';
import { fitText, placeText, type TextBlock } from '../../text.ts';
import { arrowLines, arrowShapes, type Arrow, type ArrowLine } from './arrows.ts';
import { placeLabels, type LabelSize, type PlacedLabel } from './labels.ts';
import { placesFor, type Template } from './places.ts';

type Diagram = VisualOf<'diagram'>;

/** Shares of the stage's width that a node may take, best first: wide nodes have few rows, narrow ones leave more room. */
const NODE_SHARES = [0.52, 0.4, 0.3, 0.22, 0.16];
/** Least distance between nodes, in gaps of the frame. */
const NODE_DISTANCE = 2;
/** The longest distance between neighbouring nodes, in gaps of the frame. */
const MOST_APART = { x: 28, y: 20 };
/** Nodes of diagrams with up to so many of them get more room around their text. */
const FEW = 3;

/** What is written at an arrow: the sizes it may take and how it is drawn into the box it got. */
export interface ArrowSign {
  sizes: readonly LabelSize[];
  draw(placed: PlacedLabel): Shape[];
}

/** The signs of all arrows at one size, null for an arrow without; null when one cannot be written at that size. */
export type Signs = (visual: Diagram, stage: Stage, size: number) => readonly (ArrowSign | null)[] | null;

/** Places and draws the diagram at the largest size at which nothing touches; null when there is none. */
export function drawDiagram(visual: Diagram, stage: Stage, signsOf: Signs): Layer[] | null {
  const { frame, area } = stage;
  const indexOf = new Map(visual.nodes.map(({ id }, index) => [id, index]));
  const arrows = visual.arrows.map(({ from, to }): Arrow => ({
    from: indexOf.get(from) as number,
    to: indexOf.get(to) as number,
  }));
  const templates = placesFor(visual.nodes.length, arrows, area.width / area.height);
  for (const size of contentSizes(frame, visual.nodes.length)) {
    const signs = signsOf(visual, stage, size);
    if (signs === null) continue;
    for (const template of templates) {
      for (const share of NODE_SHARES) {
        const nodes = placeNodes(visual, stage, template, size, share);
        const lines = nodes && arrowLines(nodes.boxes, arrows, 2.2 * frame.gap);
        if (!lines) continue;
        const labels = placeLabels(
          lines,
          signs.map((sign) => sign?.sizes ?? []),
          nodes.boxes,
          area,
        );
        if (labels) return layersOf(visual, stage, nodes, lines, signs, labels);
      }
    }
  }
  return null;
}

interface PlacedNodes {
  blocks: readonly TextBlock[];
  boxes: readonly Rect[];
}

/** Nodes of one size in the places of a template, spread no further than arrows can be read. */
function placeNodes(
  visual: Diagram,
  stage: Stage,
  template: Template,
  size: number,
  share: number,
): PlacedNodes | null {
  const { area, frame, look, breakWords } = stage;
  const gap = frame.gap;
  const blocks: TextBlock[] = [];
  for (const { label } of visual.nodes) {
    const width = area.width * share - 2 * gap;
    const block = fitText(label, { sizes: [size], font: look.type.bold, width, breakWords });
    if (block === null) return null;
    blocks.push(block);
  }
  const width = Math.max(...blocks.map((block) => block.width)) + 2 * gap;
  const height =
    Math.max(...blocks.map((block) => block.height)) + (visual.nodes.length <= FEW ? 3 : 1.4) * gap;
  const spread = (room: number, node: number, count: number, apart: number): number =>
    Math.min(room, count * node + (count - 1) * apart * gap);
  const wide = spread(area.width, width, template.columns, MOST_APART.x);
  const high = spread(area.height, height, template.rows, MOST_APART.y);
  if (width > wide || height > high) return null;
  const boxes = template.places.map(({ x, y }) =>
    rect(
      area.x + (area.width - wide) / 2 + x * (wide - width),
      area.y + (area.height - high) / 2 + y * (high - height),
      width,
      height,
    ),
  );
  const clear = (box: Rect): Rect => inset(box, (-NODE_DISTANCE / 2) * gap);
  const crowded = boxes.some((box, index) =>
    boxes.slice(index + 1).some((other) => overlaps(clear(box), clear(other))),
  );
  return crowded ? null : { blocks, boxes };
}

function layersOf(
  visual: Diagram,
  stage: Stage,
  { blocks, boxes }: PlacedNodes,
  lines: readonly ArrowLine[],
  signs: readonly (ArrowSign | null)[],
  labels: readonly (PlacedLabel | null)[],
): Layer[] {
  const { look, frame } = stage;
  const radius = cardRadius(frame);
  const style = { ...plainCard(look), edge: look.accent.strong, edgeWidth: 5 };
  const ghosts = visual.nodes.map(({ id }, index): Layer => ({
    id: `${id}-ghost`,
    trigger: START,
    entrance: 'fade',
    shapes: ghostCard(boxes[index] as Rect, look.surface.ghost, radius),
  }));
  const nodes = visual.nodes.map(({ id }, index): Layer => {
    const box = boxes[index] as Rect;
    const text = placeText(blocks[index] as TextBlock, cardFace(box), {
      align: 'centre',
      color: look.card.ink,
    });
    return {
      id,
      trigger: stage.appears(id),
      entrance: 'fade',
      shapes: [...card(box, style, radius), ...text],
    };
  });
  const arrows = visual.arrows.flatMap(({ id }, index): Layer[] => {
    const line = lines[index] as ArrowLine;
    const label = labels[index];
    const sign = label ? (signs[index]?.draw(label) ?? []) : [];
    const trigger = stage.appears(id);
    const arrow: Layer = {
      id,
      trigger,
      entrance: directionOf(line),
      shapes: arrowShapes(line, look.accent.strong),
    };
    return sign.length === 0
      ? [arrow]
      : [arrow, { id: `${id}-label`, trigger, entrance: 'fade', shapes: sign }];
  });
  return [...ghosts, ...nodes, ...arrows];
}

/** Arrows are drawn the way they point. */
function directionOf({ start, end }: ArrowLine): Layer['entrance'] {
  const dx = end.x - start.x;
  const dy = end.y - start.y;
  if (Math.abs(dx) >= Math.abs(dy)) return dx >= 0 ? 'wipe-right' : 'wipe-left';
  return dy >= 0 ? 'wipe-down' : 'wipe-up';
}
