import type { VisualOf } from '@vividly/lesson';
import { callout } from '../../callout.ts';
import type { Layer } from '../../slide.ts';
import type { Layout, Stage } from '../../stage.ts';
import { uprightBars } from './bars.ts';
import { lyingBars } from './lying-bars.ts';
import { line } from './line.ts';
import { columnsOf, type Written } from './plot.ts';
import { valueText } from './values.ts';

type Chart = VisualOf<'chart'>;

/**
 * Bars or a line with every value written at its mark, so that the axis needs no numbers. With more text than room,
 * numbers stand in place of the labels, which take turns in a card at the foot; then the values go there as well.
 */
export const chart: Layout<'chart'> = {
  heading: 'always',
  arrangements: [
    (visual, stage) =>
      plotted(visual, stage, {
        labels: visual.points.map(({ label }) => label),
        values: visual.points.map(({ value }) => valueText(value)),
        unit: visual.unit,
      }),
    (visual, stage) => (visual.chart === 'bar' ? lyingBars(visual, stage, 'beside') : null),
    (visual, stage) => (visual.chart === 'bar' ? lyingBars(visual, stage, 'above') : null),
    (visual, stage) =>
      numbered(visual, stage, {
        values: visual.points.map(({ value }) => valueText(value)),
        unit: visual.unit,
      }),
    (visual, stage) => numbered(visual, stage, { values: [], unit: undefined }),
  ],
  cards: (visual, stage) =>
    visual.points.map(({ id, label, value }) => ({
      id,
      trigger: stage.appears(id),
      texts: [label, withUnit(visual, value)],
    })),
};

function plotted(visual: Chart, stage: Stage, written: Written): Layer[] | null {
  const plot = columnsOf(visual, stage, written);
  if (plot === null) return null;
  return visual.chart === 'bar' ? uprightBars(plot, stage) : line(plot, stage);
}

function numbered(visual: Chart, stage: Stage, written: Omit<Written, 'labels'>): Layer[] | null {
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

function withUnit(visual: Chart, value: number): string {
  return [valueText(value), visual.unit].filter(Boolean).join(' ');
}
