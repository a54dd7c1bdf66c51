import { bottom, rect, right } from '../../geometry.ts';
import type { Shape } from '../../shapes.ts';
import { START, type Layer } from '../../slide.ts';
import type { Stage } from '../../stage.ts';
import { gridLayer, heightOf, overGrid } from './grid.ts';
import { columnMiddle, labelRuns, valueRuns, type Plot } from './plot.ts';
import { straight } from './ticks.ts';

/** Height or length of the shortest bar that is still seen, px. */
export const LEAST_BAR = 6;

/** Upright bars on a base line, values over (or under) them, labels below. */
export function uprightBars(plot: Plot, stage: Stage): Layer[] {
  const { look, frame } = stage;
  const baseY = heightOf(plot, 0);
  const width = Math.min(plot.pitch * 0.6, 9 * frame.gap);
  const base = straight({ x: plot.box.x, y: baseY }, { x: right(plot.box), y: baseY }, 5, look.surface.ghost);
  const bars = plot.points.flatMap((point, index): Layer[] => {
    const x = columnMiddle(plot, index);
    const end = heightOf(plot, point.value);
    const length = Math.max(LEAST_BAR, Math.abs(end - baseY));
    const up = point.value >= 0;
    const bar = rect(x - width / 2, up ? baseY - length : baseY, width, length);
    const valueTop = up ? bar.y - plot.valueHeight : bottom(bar);
    const { trigger } = point;
    const fill = look.accent.strong;
    const radius = Math.min(14, length / 2, width / 2);
    // Round at its end, square at the base line: no higher than the corners, as two edges on each other look bolder.
    const foot = rect(bar.x, up ? bottom(bar) - radius : bar.y, width, radius);
    const column: Shape[] = [
      { kind: 'rect', box: bar, radius, fill },
      { kind: 'rect', box: foot, radius: 0, fill },
    ];
    const texts = [
      ...overGrid(valueRuns(point, plot.size, x, valueTop, look), plot, look),
      ...labelRuns(plot, index, look.surface.ink),
    ];
    return [
      { id: `${point.id}-bar`, trigger, entrance: up ? 'wipe-up' : 'wipe-down', shapes: column },
      { id: point.id, trigger, entrance: 'fade', shapes: texts },
    ];
  });
  return [
    gridLayer(plot, stage),
    ...plot.unit,
    ...bars,
    { id: 'base', trigger: START, entrance: 'wipe-right', shapes: [base] },
  ];
}
