import { smallestSize } from '../../frame.ts';
import type { Stage } from '../../stage.ts';
import { measure } from '../../text.ts';
import { axisOver, type Axis } from './axis.ts';
import type { ValueChart } from './values.ts';

/** About so many ticks: every value is written at its mark, so a few lines are enough to compare by. */
const TICKS = 4;
/** Numbers beside the grid are at most this share of the size of the values, which they must not compete with. */
const QUIET = 0.8;
/** Rows that a number keeps free for itself. */
const ROW = 1.3;

/** The axis of a chart's values: bars stand on zero, a line starts there unless its change would not be seen. */
export function valueAxis({ chart, points }: ValueChart): Axis {
  const values = points.map(({ value }) => value);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const close = chart === 'line' && low > 0 && high - low < 0.4 * high;
  if (close && low < high) return axisOver([low - 0.4 * (high - low), high], TICKS);
  return axisOver(low === 0 && high === 0 ? [0, 1] : [Math.min(0, low), Math.max(0, high)], TICKS);
}

/** The numbers beside a grid. */
export interface AxisNumbers {
  size: number;
  /** Room that they take to the left of the plot, px. */
  width: number;
}

/**
 * The numbers of an axis, in the smallest type; null where that is nearly as large as the values' (9:16), as there
 * would be two rows of figures of one weight.
 */
export function axisNumbers({ ticks }: Axis, { frame, look }: Stage, valueSize: number): AxisNumbers | null {
  const size = smallestSize(frame);
  if (size > QUIET * valueSize) return null;
  const widest = Math.max(...ticks.map(({ text }) => measure(text, look.type.regular, size)));
  return { size, width: widest + 0.7 * frame.gap };
}

/** Whether numbers keep apart along `height` px. */
export function keepApart({ ticks }: Axis, { size }: AxisNumbers, height: number): boolean {
  const steps = ticks.slice(1).map(({ share }, index) => share - (ticks[index]?.share ?? 0));
  return Math.min(...steps) * height >= ROW * size;
}
