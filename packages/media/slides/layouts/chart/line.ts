import { bottom, right, type Point } from '../../geometry.ts';
import { START, type Layer } from '../../slide.ts';
import type { Stage } from '../../stage.ts';
import { valuesBeside } from './line-values.ts';
import { gridLayer, heightOf, overGrid } from './grid.ts';
import { columnMiddle, labelRuns, type Plot } from './plot.ts';
import { straight } from './ticks.ts';

const LINE_WIDTH = 8;
const DOT_RADIUS = 16;

/** Points joined by a line, each with its value beside it and its label below. */
export function line(plot: Plot, stage: Stage): Layer[] {
  const { look } = stage;
  const color = look.accent.strong;
  const dots = plot.points.map(({ value }, index): Point => ({
    x: columnMiddle(plot, index),
    y: heightOf(plot, value),
  }));
  const axisY = bottom(plot.box);
  const axis = straight({ x: plot.box.x, y: axisY }, { x: right(plot.box), y: axisY }, 5, look.surface.ghost);
  const joins = plot.points.slice(1).map((point, index): Layer => {
    const ends = [dots[index] as Point, dots[index + 1] as Point] as const;
    const join = straight(ends[0], ends[1], LINE_WIDTH, color);
    return { id: `${point.id}-line`, trigger: point.trigger, entrance: 'wipe-right', shapes: [join] };
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
        ...overGrid(values[index] ?? [], plot, look),
        ...labelRuns(plot, index, look.surface.ink),
      ],
    };
  });
  return [
    gridLayer(plot, stage),
    { id: 'axis', trigger: START, entrance: 'wipe-right', shapes: [axis] },
    ...plot.unit,
    ...joins,
    ...marks,
  ];
}
