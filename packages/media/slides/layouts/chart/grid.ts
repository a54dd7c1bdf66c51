import { bottom, inset, right } from '../../geometry.ts';
import { textBox, type Shape } from '../../shapes.ts';
import { START, type Layer } from '../../slide.ts';
import type { Stage } from '../../stage.ts';
import type { Look } from '../../theme/index.ts';
import type { Plot } from './plot.ts';
import { GRID_WIDTH, straight, tickNumber } from './ticks.ts';

/** The height of a value in the plot, px of the frame. */
export function heightOf({ axis, box }: Plot, value: number): number {
  return bottom(box) - axis.share(value) * box.height;
}

/** A faint line across the plot at each tick, with its number where there is room for numbers. */
export function gridLayer({ axis, box, numbers }: Plot, { look, frame }: Stage): Layer {
  const shapes = axis.ticks.flatMap(({ share, text }): Shape[] => {
    const y = bottom(box) - share * box.height;
    const line = straight({ x: box.x, y }, { x: right(box), y }, GRID_WIDTH, look.surface.ghost);
    if (numbers === null) return [line];
    const at = { x: box.x - 0.5 * frame.gap, baseline: y + 0.35 * numbers.size, align: 'end' } as const;
    return [line, tickNumber(text, at, numbers.size, look)];
  });
  return { id: 'grid', trigger: START, entrance: 'fade', shapes };
}

/** Texts with a plate under each that a line of the grid would cross. */
export function overGrid(shapes: readonly Shape[], { axis, box }: Plot, { surface }: Look): Shape[] {
  const lines = axis.ticks.map(({ share }) => bottom(box) - share * box.height);
  return shapes.flatMap((shape): Shape[] => {
    if (shape.kind !== 'text') return [shape];
    const plate = inset(textBox(shape), -4, -1);
    const crossed = lines.some((y) => y > plate.y && y < bottom(plate));
    return crossed ? [{ kind: 'rect', box: plate, radius: 8, fill: surface.ground }, shape] : [shape];
  });
}
