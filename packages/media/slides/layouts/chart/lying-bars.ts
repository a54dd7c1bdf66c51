import { contentSizes } from '../../frame.ts';
import { rect, right } from '../../geometry.ts';
import type { Shape } from '../../shapes.ts';
import { START, type Layer } from '../../slide.ts';
import type { Stage } from '../../stage.ts';
import { fitText, measure, placeText, type TextBlock } from '../../text.ts';
import { LEAST_BAR } from './bars.ts';
import { unitLayer } from './plot.ts';
import { barScale, valueText, type ValueChart } from './values.ts';

/** Where the label of a lying bar stands. */
export type LabelPlace = 'beside' | 'above';

/** Shares of the stage: the widest label beside a bar, the shortest length of the longest bar. */
const WIDEST_LABEL = 0.42;
const LEAST_LENGTH = 0.22;
/** Height of the row for a bar under its label, as a share of the size. */
const BAR_ROW = 1.3;

/** Lying bars, one row each, the value at the end: for labels wider than a column. Null when they do not fit. */
export function lyingBars(chart: ValueChart, stage: Stage, place: LabelPlace): Layer[] | null {
  for (const size of contentSizes(stage.frame, chart.points.length)) {
    const layers = barsAt(chart, stage, place === 'above', size);
    if (layers !== null) return layers;
  }
  return null;
}

function barsAt(chart: ValueChart, stage: Stage, above: boolean, size: number): Layer[] | null {
  const { area, frame, breakWords, look } = stage;
  const gap = frame.gap;
  const unit = unitLayer(chart.unit, stage, size);
  if (unit === null) return null;
  const count = chart.points.length;
  const barRow = above ? BAR_ROW * size : 0;
  const pitch = Math.min((area.height - unit.height) / count, 3.4 * size + barRow);
  const labels = chart.points.flatMap(({ label }) => {
    const width = above ? area.width : area.width * WIDEST_LABEL;
    const height = pitch - 0.4 * gap - barRow;
    const block = fitText(label, { sizes: [size], font: look.type.semibold, width, height, breakWords });
    return block === null ? [] : [block];
  });
  if (labels.length < count) return null;

  const texts = chart.points.map(({ value }) => valueText(value));
  const valueWidth = Math.max(...texts.map((text) => measure(text, look.type.bold, size))) + gap;
  const labelRoom = above ? 0 : Math.max(...labels.map((label) => label.width)) + gap;
  const left = area.x + labelRoom + (chart.points.some(({ value }) => value < 0) ? valueWidth : 0);
  const length = right(area) - valueWidth - left;
  if (length < LEAST_LENGTH * area.width) return null;

  const scale = barScale(chart.points.map(({ value }) => value));
  const baseX = left + scale.base * length;
  const top = area.y + unit.height + (area.height - unit.height - pitch * count) / 2;
  const bars = chart.points.flatMap((point, index): Layer[] => {
    const label = labels[index] as TextBlock;
    const labelHeight = above ? label.height : pitch;
    const labelTop = top + index * pitch + (above ? (pitch - label.height - barRow) / 2 : 0);
    const middle = above ? labelTop + labelHeight + barRow / 2 : labelTop + pitch / 2;
    const thickness = above ? 0.8 * size : Math.min(pitch * 0.62, 1.5 * size);
    const reach = Math.max(LEAST_BAR, Math.abs(scale.share(point.value) - scale.base) * length);
    const forward = point.value >= 0;
    const text = texts[index] ?? '';
    const width = measure(text, look.type.bold, size);
    const labelBox = rect(area.x, labelTop, above ? area.width : labelRoom - gap, labelHeight);
    const trigger = stage.appears(point.id);
    const bar: Shape = {
      kind: 'rect',
      box: rect(forward ? baseX : baseX - reach, middle - thickness / 2, reach, thickness),
      radius: Math.min(12, reach / 2),
      fill: look.accent.strong,
    };
    const value: Shape = {
      kind: 'text',
      text,
      x: forward ? baseX + reach + 0.6 * gap : baseX - reach - 0.6 * gap - width,
      baseline: middle + 0.35 * size,
      width,
      size,
      font: look.type.bold,
      color: look.surface.ink,
    };
    const name = placeText(label, labelBox, { align: 'left', color: look.surface.ink });
    return [
      { id: `${point.id}-bar`, trigger, entrance: forward ? 'wipe-right' : 'wipe-left', shapes: [bar] },
      { id: point.id, trigger, entrance: 'fade', shapes: [...name, value] },
    ];
  });
  // Labels above the bars would stand across a base line.
  return above
    ? [...unit.layers, ...bars]
    : [...unit.layers, ...bars, baseLayer(baseX, top, pitch * count, look.surface.ghost)];
}

function baseLayer(x: number, top: number, height: number, color: string): Layer {
  const points = [
    { x, y: top },
    { x, y: top + height },
  ];
  const line: Shape = { kind: 'polygon', closed: false, points, stroke: { color, width: 5 } };
  return { id: 'base', trigger: START, entrance: 'wipe-down', shapes: [line] };
}
