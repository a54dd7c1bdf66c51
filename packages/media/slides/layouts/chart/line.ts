import { bottom, inset, right, segmentCrosses, type Point, type Rect } from '../../geometry.ts';
import { textBox, type Shape, type TextRun } from '../../shapes.ts';
import { START, type Layer } from '../../slide.ts';
import type { Stage } from '../../stage.ts';
import type { Look } from '../../theme/index.ts';
import { columnMiddle, labelRuns, valueRuns, type Plot, type PlotPoint } from './plot.ts';
import { lineScale } from './values.ts';

const LINE_WIDTH = 8;
const DOT_RADIUS = 16;

/** Points joined by a line, each with its value beside it and its label below. */
export function line(plot: Plot, stage: Stage): Layer[] {
  const { look } = stage;
  const color = look.accent.strong;
  const scale = lineScale(plot.points.map(({ value }) => value));
  const dots = plot.points.map(({ value }, index): Point => ({
    x: columnMiddle(plot, index),
    y: bottom(plot.box) - DOT_RADIUS - scale.share(value) * (plot.box.height - DOT_RADIUS),
  }));
  const axisY = bottom(plot.box) + 4;
  const axis: Shape = {
    kind: 'polygon',
    closed: false,
    points: [
      { x: plot.box.x, y: axisY },
      { x: right(plot.box), y: axisY },
    ],
    stroke: { color: look.surface.ghost, width: 5 },
  };
  const joins = plot.points.slice(1).map((point, index): Layer => {
    const ends = [dots[index] as Point, dots[index + 1] as Point];
    const shapes: Shape[] = [
      { kind: 'polygon', closed: false, points: ends, stroke: { color, width: LINE_WIDTH } },
    ];
    return { id: `${point.id}-line`, trigger: point.trigger, entrance: 'wipe-right', shapes };
  });
  const marks = plot.points.map((point, index): Layer => {
    const dot = dots[index] as Point;
    return {
      id: point.id,
      trigger: point.trigger,
      entrance: 'fade',
      shapes: [
        {
          kind: 'circle',
          centre: dot,
          radius: DOT_RADIUS,
          fill: color,
          stroke: { color: look.surface.ground, width: 5 },
        },
        ...valueBeside(point, dot, dots, plot, look),
        ...labelRuns(plot, index, look.surface.ink),
      ],
    };
  });
  return [
    { id: 'axis', trigger: START, entrance: 'wipe-right', shapes: [axis] },
    ...plot.unit,
    ...joins,
    ...marks,
  ];
}

/** The value over or under its point, on the side that the line leaves free; else over it, on a plate. */
function valueBeside(
  point: PlotPoint,
  dot: Point,
  dots: readonly Point[],
  plot: Plot,
  look: Look,
): Layer['shapes'] {
  if (point.valueText === '') return [];
  const over = valueRuns(point, plot.size, dot.x, dot.y - DOT_RADIUS - plot.valueHeight, look);
  const under = valueRuns(point, plot.size, dot.x, dot.y + DOT_RADIUS, look);
  const free = [over, under].find((runs) => {
    const box = inset(textBox(runs[0] as TextRun), -6, -2);
    return bottom(box) <= bottom(plot.box) && !crossed(box, dots);
  });
  if (free !== undefined) return free;
  const plate = inset(textBox(over[0] as TextRun), -8, 0);
  return [{ kind: 'rect', box: plate, radius: 12, fill: look.surface.ground }, ...over];
}

function crossed(box: Rect, dots: readonly Point[]): boolean {
  return dots.slice(1).some((dot, index) => segmentCrosses(dots[index] as Point, dot, box));
}
