import type { VisualOf } from '@vividly/lesson';
import { callout } from '../../callout.ts';
import { drawMark, markDiameter } from '../../cards.ts';
import { smallestSize } from '../../frame.ts';
import { inset } from '../../geometry.ts';
import type { Layer } from '../../slide.ts';
import type { Layout, Stage } from '../../stage.ts';
import { fitText, placeText, type TextBlock } from '../../text.ts';
import { drawDiagram, type ArrowSign, type Signs } from './drawing.ts';

type Diagram = VisualOf<'diagram'>;

/** Widths at which the label of an arrow may be wrapped, in sizes of its type. */
const LABEL_WIDTHS = [9, 6, 14, 4.5, 3.4];

/**
 * Nodes joined by labelled arrows. With more text than room, first the labels of the arrows take turns in a card at
 * the foot and numbers stand in the drawing; then those of the nodes as well, with letters.
 */
export const diagram: Layout<'diagram'> = {
  heading: 'always',
  arrangements: [(visual, stage) => drawDiagram(visual, stage, labelSigns), numbered, lettered],
  cards: (visual, stage) => {
    const label = (id: string): string => visual.nodes.find((node) => node.id === id)?.label ?? id;
    return [
      ...visual.nodes.map((node) => ({ id: node.id, trigger: stage.appears(node.id), texts: [node.label] })),
      ...visual.arrows.map((arrow) => ({
        id: arrow.id,
        trigger: stage.appears(arrow.id),
        texts: [label(arrow.from), ...(arrow.label === undefined ? [] : [arrow.label]), label(arrow.to)],
        arrows: true as const,
      })),
    ];
  },
};

const labelSigns: Signs = (visual, { breakWords, look }, size) => {
  const signs: (ArrowSign | null)[] = [];
  for (const { label } of visual.arrows) {
    if (label === undefined) {
      signs.push(null);
      continue;
    }
    const blocks = LABEL_WIDTHS.flatMap((width) => {
      const block = fitText(label, {
        sizes: [size],
        font: look.type.semibold,
        width: width * size,
        breakWords,
      });
      return block === null ? [] : [block];
    }).filter(
      (block, index, all) => all.findIndex((other) => other.rows.length === block.rows.length) === index,
    );
    if (blocks.length === 0) return null;
    signs.push({
      sizes: blocks,
      draw: ({ box, choice }) => [
        { kind: 'rect', box: inset(box, -8, 0), radius: 12, fill: look.surface.ground },
        ...placeText(blocks[choice] as TextBlock, box, { align: 'centre', color: look.surface.ink }),
      ],
    });
  }
  return signs;
};

function numbered(visual: Diagram, stage: Stage): Layer[] | null {
  const labelled = visual.arrows.flatMap(({ id, label }) => (label === undefined ? [] : [{ id, label }]));
  if (labelled.length === 0) return null;
  const markOf = (id: string): string => String(labelled.findIndex((arrow) => arrow.id === id) + 1);
  const legend = callout(
    labelled.map(({ id, label }) => ({ id, trigger: stage.appears(id), mark: markOf(id), text: label })),
    stage,
  );
  if (legend === null) return null;
  const size = smallestSize(stage.frame);
  const side = markDiameter(size);
  const layers = drawDiagram(visual, legend.stage, ({ arrows }, { look }) =>
    arrows.map(({ id, label }): ArrowSign | null =>
      label === undefined
        ? null
        : {
            sizes: [{ width: side, height: side }],
            draw: ({ box }) =>
              drawMark(
                {
                  kind: 'text',
                  text: markOf(id),
                  font: look.type.bold,
                  fill: look.accent.strong,
                  ink: look.accent.on,
                },
                { x: box.x + side / 2, y: box.y + side / 2 },
                size,
              ),
          },
    ),
  );
  return layers && [...layers, ...legend.layers];
}

function lettered(visual: Diagram, stage: Stage): Layer[] | null {
  const letters = new Map(visual.nodes.map(({ id }, index) => [id, 'ABCDEFGHIJKL'[index] ?? '']));
  const letter = (id: string): string => letters.get(id) ?? '';
  const legend = callout(
    [
      ...visual.nodes.map(({ id, label }) => ({
        id,
        trigger: stage.appears(id),
        mark: letter(id),
        text: label,
      })),
      ...visual.arrows.map(({ id, from, to, label }) => ({
        id,
        trigger: stage.appears(id),
        text: [`${letter(from)} → ${letter(to)}`, label].filter(Boolean).join(': '),
      })),
    ],
    stage,
  );
  if (legend === null) return null;
  const plain: Diagram = {
    ...visual,
    nodes: visual.nodes.map(({ id }) => ({ id, label: letter(id) })),
    arrows: visual.arrows.map(({ id, from, to }) => ({ id, from, to })),
  };
  const layers = drawDiagram(plain, legend.stage, ({ arrows }) => arrows.map(() => null));
  return layers && [...layers, ...legend.layers];
}
