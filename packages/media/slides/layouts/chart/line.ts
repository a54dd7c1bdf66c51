import { bottom, right, type Point } from '../../geometry.ts';
import type { Shape } from '../../shapes.ts';
import { START, type Layer } from '../../slide.ts';
import type { Stage } from '../../stage.ts';
import { valuesBeside } from './line-values.ts';
import { columnMiddle, labelRuns, type Plot } from './plot.ts';
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
  const values = valuesBeside(plot, dots, DOT_RADIUS, look);
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
        ...(values[index] ?? []),
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
