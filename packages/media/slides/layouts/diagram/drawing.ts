import type { VisualOf } from '@vividly/lesson';
import { card, cardFace, cardRadius, ghostCard, plainCard } from '../../cards.ts';
import { contentSizes } from '../../frame.ts';
import { inset, overlaps, rect, type Point, type Rect } from '../../geometry.ts';
import type { Shape } from '../../shapes.ts';
import { START, type Layer } from '../../slide.ts';
import type { Stage } from '../../stage.ts';
import { fitText, placeText, type TextBlock } from '../../text.ts';
import { arrowLines, arrowShapes, type Arrow, type Route } from './arrows.ts';
import { layered, RANK_GAPS, type Reading } from './layered.ts';
import { placeLabels, type LabelSize, type PlacedLabel } from './labels.ts';
import { placesFor, type Template } from './places.ts';

type Diagram = VisualOf<'diagram'>;

/** Shares of the stage's width that a node may take, best first: wide nodes have few rows, narrow ones leave more room. */
const NODE_SHARES = [0.52, 0.4, 0.3, 0.22, 0.16];
/** The same for nodes in ranks: those that read to the right leave more room along their row. */
const RANK_SHARES = { right: [0.3, 0.2, 0.13], down: [0.5, 0.34, 0.22] } as const;
/** Orders of more nodes are too many to compare. */
const MOST_IN_TEMPLATE = 6;
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

/** How a diagram may be arranged: as a sheet by hand would be, or in ranks. */
type Attempt = (
  visual: Diagram,
  stage: Stage,
  size: number,
  signs: readonly (ArrowSign | null)[],
) => Arranged | null;

/** Everything of a diagram in its place. */
interface Arranged extends PlacedNodes {
  routes: readonly Route[];
  labels: readonly (PlacedLabel | null)[];
}

/** Places and draws the diagram at the largest size at which nothing touches; null when there is none. */
export function drawDiagram(visual: Diagram, stage: Stage, signsOf: Signs): Layer[] | null {
  if (visual.nodes.length === 0) return [];
  const { frame, area } = stage;
  const [reading, other]: readonly [Reading, Reading] =
    area.width > area.height ? ['right', 'down'] : ['down', 'right'];
  const passes: Attempt[][] = [
    [inTemplate(visual, stage), inRanks(visual, reading)],
    [inRanks(visual, other)],
  ];
  for (const attempts of passes) {
    for (const size of contentSizes(frame, visual.nodes.length)) {
      const signs = signsOf(visual, stage, size);
      if (signs === null) continue;
      for (const attempt of attempts) {
        const arranged = attempt(visual, stage, size, signs);
        if (arranged) return layersOf(visual, stage, arranged, signs);
      }
    }
  }
  return null;
}

function arrowsOf(visual: Diagram): Arrow[] {
  const indexOf = new Map(visual.nodes.map(({ id }, index) => [id, index]));
  return visual.arrows.map(({ from, to }) => ({
    from: indexOf.get(from) as number,
    to: indexOf.get(to) as number,
  }));
}

/** A few nodes on a line, a grid or a ring, joined by straight arrows. */
function inTemplate(visual: Diagram, { area, frame }: Stage): Attempt {
  const arrows = arrowsOf(visual);
  const count = visual.nodes.length;
  const straight = count >= 2 && count <= MOST_IN_TEMPLATE && arrows.every(({ from, to }) => from !== to);
  const templates = straight ? placesFor(count, arrows, area.width / area.height) : [];
  return (_, stage, size, signs) => {
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
        if (labels) return { ...nodes, routes: lines.map(({ start, end }) => [start, end]), labels };
      }
    }
    return null;
  };
}

/** Nodes in ranks, with arrows that bend around them. */
function inRanks(visual: Diagram, reading: Reading): Attempt {
  const arrows = arrowsOf(visual);
  const count = visual.nodes.length;
  return (_, stage, size, signs) => {
    const { area, frame } = stage;
    const choices = signs.map((sign) => (sign === null ? null : choiceFor(sign.sizes, reading)));
    const labels = signs.map((sign, index) => sign?.sizes[choices[index] ?? 0] ?? null);
    for (const share of RANK_SHARES[reading]) {
      const nodes = sizedNodes(visual, stage, size, share);
      if (nodes === null) continue;
      const { blocks, ...node } = nodes;
      for (const rankGap of RANK_GAPS) {
        const drawing = layered({ reading, count, node, arrows, labels, gap: frame.gap, rankGap, area });
        if (drawing === null) continue;
        return {
          ...drawing,
          blocks,
          labels: drawing.labels.map((box, index) => box && { choice: choices[index] ?? 0, box }),
        };
      }
    }
    return null;
  };
}

/** The label that takes least of what is scarce: room along the direction of reading. */
function choiceFor(sizes: readonly LabelSize[], reading: Reading): number {
  const costs = sizes.map(({ width, height }) =>
    reading === 'right' ? width + 1.5 * height : 0.7 * width + 2 * height,
  );
  return costs.indexOf(Math.min(...costs));
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
  const { area, frame } = stage;
  const gap = frame.gap;
  const nodes = sizedNodes(visual, stage, size, share);
  if (nodes === null) return null;
  const { blocks, width, height } = nodes;
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

/** The texts of the nodes at one size and the box that holds any of them; null when one is too wide. */
function sizedNodes(
  visual: Diagram,
  { area, frame: { gap }, look, breakWords }: Stage,
  size: number,
  share: number,
): (LabelSize & { blocks: readonly TextBlock[] }) | null {
  const blocks: TextBlock[] = [];
  for (const { label } of visual.nodes) {
    const width = area.width * share - 2 * gap;
    const block = fitText(label, { sizes: [size], font: look.type.bold, width, breakWords });
    if (block === null) return null;
    blocks.push(block);
  }
  return {
    blocks,
    width: Math.max(...blocks.map((block) => block.width)) + 2 * gap,
    height: Math.max(...blocks.map((block) => block.height)) + (visual.nodes.length <= FEW ? 3 : 1.4) * gap,
  };
}

function layersOf(
  visual: Diagram,
  stage: Stage,
  { blocks, boxes, routes, labels }: Arranged,
  signs: readonly (ArrowSign | null)[],
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
    const route = routes[index] as Route;
    const label = labels[index];
    const sign = label ? (signs[index]?.draw(label) ?? []) : [];
    const trigger = stage.appears(id);
    const arrow: Layer = {
      id,
      trigger,
      entrance: directionOf(route),
      shapes: arrowShapes(route, look.accent.strong),
    };
    return sign.length === 0
      ? [arrow]
      : [arrow, { id: `${id}-label`, trigger, entrance: 'fade', shapes: sign }];
  });
  return [...ghosts, ...nodes, ...arrows];
}

/** Arrows are drawn the way they point. */
function directionOf(route: Route): Layer['entrance'] {
  const [start, end] = [route[0] as Point, route.at(-1) as Point];
  const dx = end.x - start.x;
  const dy = end.y - start.y;
  if (Math.abs(dx) >= Math.abs(dy)) return dx >= 0 ? 'wipe-right' : 'wipe-left';
  return dy >= 0 ? 'wipe-down' : 'wipe-up';
}
