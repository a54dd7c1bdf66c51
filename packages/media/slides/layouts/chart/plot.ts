import { contentSizes } from '../../frame.ts';
import { rect, type Rect } from '../../geometry.ts';
import { START, type Layer, type Trigger } from '../../slide.ts';
import type { Stage } from '../../stage.ts';
import type { Look } from '../../theme/index.ts';
import { fitText, measure, placeText, type TextBlock } from '../../text.ts';
import type { Axis } from './axis.ts';
import { axisNumbers, keepApart, valueAxis, type AxisNumbers } from './value-axis.ts';
import type { ValueChart } from './values.ts';

/** A point of a chart with what is written at it. */
export interface PlotPoint {
  id: string;
  trigger: Trigger;
  value: number;
  valueText: string;
  label: TextBlock;
}

/** A chart with its columns laid out: where the marks go and what is written under them. */
export interface Plot {
  size: number;
  points: readonly PlotPoint[];
  /** Room for bars or points; values are written above and below them inside `area`. */
  box: Rect;
  /** Width of a point's column, px. */
  pitch: number;
  /** Top of the labels under the plot. */
  labelTop: number;
  /** Room for one row of values, px. */
  valueHeight: number;
  axis: Axis;
  /** Beside the grid; null where it has none. */
  numbers: AxisNumbers | null;
  /** The unit over the value axis. */
  unit: Layer[];
}

export interface Written {
  labels: readonly string[];
  values: readonly string[];
  unit: string | undefined;
}

/** The plot may not be flatter than this share of the stage. */
const LEAST_PLOT = 0.32;

/**
 * Columns for the points of a chart, with labels under them and the unit over the axis, at the largest size at which
 * every label and value keeps to its column; the axis has numbers where they cost the labels nothing. Null when none does.
 * @param written what is written under and at each point, and the unit over the axis; empty texts take no room
 */
export function columnsOf(chart: ValueChart, stage: Stage, written: Written): Plot | null {
  const axis = valueAxis(chart);
  for (const size of contentSizes(stage.frame, chart.points.length)) {
    const numbers = axisNumbers(axis, stage, size);
    const bare = plotAt(chart, stage, written, { size, axis, numbers: null });
    if (bare === null) continue;
    const numbered = numbers && plotAt(chart, stage, written, { size, axis, numbers });
    return numbered?.labelTop === bare.labelTop ? numbered : bare;
  }
  return null;
}

function plotAt(
  chart: ValueChart,
  stage: Stage,
  written: Written,
  { size, axis, numbers }: Pick<Plot, 'size' | 'axis' | 'numbers'>,
): Plot | null {
  const { area, frame, look, breakWords } = stage;
  const gap = frame.gap;
  const left = numbers?.width ?? 0;
  const pitch = (area.width - left) / chart.points.length;
  const points: PlotPoint[] = [];
  for (const [index, { id, value }] of chart.points.entries()) {
    const text = written.values[index] ?? '';
    const label = fitText(written.labels[index] ?? '', {
      sizes: [size],
      font: look.type.semibold,
      width: pitch - 1.1 * gap,
      breakWords,
    });
    if (label === null || measure(text, look.type.bold, size) > pitch - 0.4 * gap) return null;
    points.push({ id, trigger: stage.appears(id), value, valueText: text, label });
  }
  const unit = unitLayer(written.unit, stage, size);
  if (unit === null) return null;
  const labelHeight = Math.max(...points.map(({ label }) => label.height));
  const valueHeight = written.values.some(Boolean) ? size * 1.3 : 0;
  const below = points.some(({ value }) => value < 0) ? valueHeight : 0;
  // Half of the highest number stands over the plot.
  const top = area.y + unit.height + Math.max(valueHeight, numbers?.size ?? 0);
  const labelTop = area.y + area.height - labelHeight;
  const height = labelTop - 0.7 * gap - below - top;
  if (height < LEAST_PLOT * area.height) return null;
  if (numbers !== null && !keepApart(axis, numbers, height)) return null;
  return {
    size,
    axis,
    numbers,
    points,
    pitch,
    labelTop,
    valueHeight,
    unit: unit.layers,
    box: rect(area.x + left, top, area.width - left, height),
  };
}

/** The unit, at the top of the value axis. */
export function unitLayer(
  unit: string | undefined,
  stage: Stage,
  size: number,
): { layers: Layer[]; height: number } | null {
  if (!unit) return { layers: [], height: 0 };
  const { area, look, breakWords } = stage;
  const text = fitText(unit, { sizes: [size], font: look.type.regular, width: area.width, breakWords });
  if (text === null) return null;
  const shapes = placeText(text, rect(area.x, area.y, area.width, text.height), {
    align: 'left',
    color: look.surface.ink,
  });
  return { layers: [{ id: 'unit', trigger: START, entrance: 'fade', shapes }], height: text.height };
}

/** Middle of the column of point `index`, px. */
export function columnMiddle(plot: Plot, index: number): number {
  return plot.box.x + (index + 0.5) * plot.pitch;
}

/** The label of a point, centred in its column. */
export function labelRuns(plot: Plot, index: number, color: string): Layer['shapes'] {
  const point = plot.points[index];
  if (point === undefined) return [];
  const x = columnMiddle(plot, index) - plot.pitch / 2;
  return placeText(point.label, rect(x, plot.labelTop, plot.pitch, point.label.height), {
    align: 'centre',
    color,
  });
}

/** The value of a point as a run centred on `x`, its row starting at `top`. */
export function valueRuns(
  point: PlotPoint,
  size: number,
  x: number,
  top: number,
  { surface, type }: Look,
): Layer['shapes'] {
  if (point.valueText === '') return [];
  const width = measure(point.valueText, type.bold, size);
  return [
    {
      kind: 'text',
      text: point.valueText,
      x: x - width / 2,
      baseline: top + 0.95 * size,
      width,
      size,
      font: type.bold,
      color: surface.ink,
    },
  ];
}
