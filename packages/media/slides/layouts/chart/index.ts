import type { VisualOf } from '@vividly/lesson';
import { callout } from '../../callout.ts';
import type { Layer } from '../../slide.ts';
import type { Arrangement, Layout, Stage } from '../../stage.ts';
import { uprightBars } from './bars.ts';
import { line } from './line.ts';
import { lyingBars } from './lying-bars.ts';
import { pieWithCallout, pieWithLegend } from './pie.ts';
import { columnsOf, type Written } from './plot.ts';
import { numberedScatter, scatter } from './scatter.ts';
import { valueText, withUnit, type ValueChart } from './values.ts';

type Chart = VisualOf<'chart'>;

/** What may be tried for each form of chart, best first. */
const columns = [inColumns, numbered, numberedOnly];
const forms = {
  bar: [
    inColumns,
    (chart: ValueChart, stage: Stage) => lyingBars(chart, stage, 'beside'),
    (chart: ValueChart, stage: Stage) => lyingBars(chart, stage, 'above'),
    numbered,
    numberedOnly,
  ],
  line: columns,
  pie: [pieWithLegend, pieWithCallout],
};

/** The forms a chart of values can take, and those of a field of points. */
function arranged(index: number): Arrangement<Chart> {
  return (chart, stage) =>
    chart.chart === 'scatter'
      ? ([scatter, numberedScatter][index]?.(chart, stage) ?? null)
      : (forms[chart.chart][index]?.(chart, stage) ?? null);
}

/**
 * Upright bars and lines stand before a grid of round ticks and have every value written at its mark; a field of
 * points has axes with round ticks. Lying bars have their values only: lines would cross labels. With more text than room, numbers stand in place of the labels, which take turns in a card at the
 * foot; then the values go there as well.
 */
export const chart: Layout<'chart'> = {
  heading: 'always',
  arrangements: forms.bar.map((_, index) => arranged(index)),
  cards: (visual, stage) =>
    visual.chart === 'scatter'
      ? [
          { id: 'axes', trigger: { at: 'start' }, texts: [visual.axes.x, visual.axes.y] },
          ...visual.points.map(({ id, label, x, y }) => ({
            id,
            trigger: stage.appears(id),
            texts: [...(label === undefined ? [] : [label]), `${valueText(x)}, ${valueText(y)}`],
          })),
        ]
      : visual.points.map(({ id, label, value }) => ({
          id,
          trigger: stage.appears(id),
          texts: [label, withUnit(visual, value)],
        })),
};

function inColumns(visual: ValueChart, stage: Stage): Layer[] | null {
  return plotted(visual, stage, {
    labels: visual.points.map(({ label }) => label),
    values: visual.points.map(({ value }) => valueText(value)),
    unit: visual.unit,
  });
}

function plotted(visual: ValueChart, stage: Stage, written: Written): Layer[] | null {
  const plot = columnsOf(visual, stage, written);
  if (plot === null) return null;
  return visual.chart === 'bar' ? uprightBars(plot, stage) : line(plot, stage);
}

function numbered(visual: ValueChart, stage: Stage): Layer[] | null {
  return withNumbers(visual, stage, {
    values: visual.points.map(({ value }) => valueText(value)),
    unit: visual.unit,
  });
}

function numberedOnly(visual: ValueChart, stage: Stage): Layer[] | null {
  return withNumbers(visual, stage, { values: [], unit: undefined });
}

function withNumbers(visual: ValueChart, stage: Stage, written: Omit<Written, 'labels'>): Layer[] | null {
  const numbers = visual.points.map((_, index) => String(index + 1));
  const legend = callout(
    visual.points.map(({ id, label, value }, index) => ({
      id,
      trigger: stage.appears(id),
      mark: numbers[index] ?? '',
      text: `${label}: ${withUnit(visual, value)}`,
    })),
    stage,
  );
  if (legend === null) return null;
  const layers = plotted(visual, legend.stage, { ...written, labels: numbers });
  return layers && [...layers, ...legend.layers];
}
