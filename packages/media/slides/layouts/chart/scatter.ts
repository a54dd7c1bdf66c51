import type { VisualOf } from '@vividly/lesson';
import type { Font } from '../../../fonts.ts';
import { callout } from '../../callout.ts';
import { contentSizes } from '../../frame.ts';
import { bottom, rect, right, type Rect } from '../../geometry.ts';
import type { Shape } from '../../shapes.ts';
import { START, type Layer } from '../../slide.ts';
import type { Stage } from '../../stage.ts';
import { fitText, measure, placeText } from '../../text.ts';
import { axisOver, type Axis } from './axis.ts';
import { besidePoints, type Note } from './point-labels.ts';
import { GRID_WIDTH, straight, tickNumber } from './ticks.ts';
import { valueText } from './values.ts';

export type ScatterChart = Extract<VisualOf<'chart'>, { chart: 'scatter' }>;

/** The field of points may not be smaller than these shares of the stage. */
const LEAST_FIELD = { width: 0.5, height: 0.3 };
/** Numbers of ticks to try, best first. */
const TICKS = [5, 4, 3, 2];
const DOT_RADIUS = 15;
/** The numbers under the field stand below the lowest one beside it; in sizes of their type. */
const X_BASELINE = 1.5;
const X_ROW = 1.85;

/** Points in a field with two axes, their labels beside them. */
export function scatter(chart: ScatterChart, stage: Stage): Layer[] | null {
  return field(
    chart,
    stage,
    chart.points.map(({ label }) => label ?? ''),
  );
}

/** The same with numbers at the points; what they stand for takes turns in a card at the foot. */
export function numberedScatter(chart: ScatterChart, stage: Stage): Layer[] | null {
  const labelled = chart.points.filter(({ label }) => label !== undefined);
  const numberOf = (id: string): number => labelled.findIndex((point) => point.id === id) + 1;
  if (labelled.length === 0) return null;
  const legend = callout(
    labelled.map(({ id, label = '', x, y }) => ({
      id,
      trigger: stage.appears(id),
      mark: String(numberOf(id)),
      text: `${label}: ${valueText(x)}, ${valueText(y)}`,
    })),
    stage,
  );
  const layers =
    legend &&
    field(
      chart,
      legend.stage,
      chart.points.map(({ id, label }) => (label === undefined ? '' : String(numberOf(id)))),
    );
  return legend && layers && [...layers, ...legend.layers];
}

function field(chart: ScatterChart, stage: Stage, notes: readonly string[]): Layer[] | null {
  for (const size of contentSizes(stage.frame, chart.points.length)) {
    const layers = fieldAt(chart, stage, notes, size);
    if (layers !== null) return layers;
  }
  return null;
}

function fieldAt(chart: ScatterChart, stage: Stage, notes: readonly string[], size: number): Layer[] | null {
  const { area, frame, look, breakWords } = stage;
  const { regular, semibold } = look.type;
  const gap = frame.gap;
  const title = (text: string) =>
    fitText(text, { sizes: [size], font: regular, width: area.width, breakWords });
  const yTitle = title(chart.axes.y);
  const xTitle = title(chart.axes.x);
  if (yTitle === null || xTitle === null) return null;
  const row = 1.25 * size;
  const top = area.y + yTitle.height + 0.6 * row;
  const height = bottom(area) - xTitle.height - X_ROW * size - top;
  const y = axisThatFits(
    chart.points.map((point) => point.y),
    height,
    () => row,
  );
  if (height < LEAST_FIELD.height * area.height || y === null) return null;
  const left = area.x + widest(y, regular, size) + 0.7 * gap;
  const x = axisThatFits(
    chart.points.map((point) => point.x),
    area.width,
    (text) => measure(text, regular, size) + gap,
    // Half of the last number stands beyond the field.
    (axis) =>
      area.x +
      area.width -
      widest(axis, regular, size) / 2 -
      Math.max(left, area.x + widest(axis, regular, size) / 2),
  );
  if (x === null) return null;
  const start = Math.max(left, area.x + widest(x, regular, size) / 2);
  const box = rect(start, top, right(area) - widest(x, regular, size) / 2 - start, height);
  if (box.width < LEAST_FIELD.width * area.width) return null;

  const centres = chart.points.map((point) => ({
    x: box.x + x.share(point.x) * box.width,
    y: bottom(box) - y.share(point.y) * box.height,
  }));
  const labels = besidePoints(centres, notes, { box, font: semibold, size, radius: DOT_RADIUS, breakWords });
  if (labels === null) return null;
  const ink = look.surface.ink;
  const axes: Shape[] = [
    ...grid(x, y, box, look.surface.ghost),
    ...placeText(yTitle, rect(area.x, area.y, area.width, yTitle.height), { align: 'left', color: ink }),
    ...placeText(
      xTitle,
      rect(right(area) - xTitle.width, bottom(area) - xTitle.height, xTitle.width, xTitle.height),
      { align: 'left', color: ink },
    ),
    ...y.ticks.map(({ share, text }) =>
      tickNumber(
        text,
        {
          x: box.x - 0.5 * gap,
          baseline: bottom(box) - share * box.height + 0.35 * size,
          align: 'end',
        },
        size,
        look,
      ),
    ),
    ...x.ticks.map(({ share, text }) =>
      tickNumber(
        text,
        { x: box.x + share * box.width, baseline: bottom(box) + X_BASELINE * size, align: 'centre' },
        size,
        look,
      ),
    ),
  ];
  return [
    { id: 'axes', trigger: START, entrance: 'fade', shapes: axes },
    ...chart.points.map(({ id }, index): Layer => ({
      id,
      trigger: stage.appears(id),
      entrance: 'fade',
      shapes: pointShapes(centres[index] ?? { x: 0, y: 0 }, labels[index] ?? null, stage),
    })),
  ];
}

function pointShapes(centre: { x: number; y: number }, note: Note | null, { look }: Stage): Shape[] {
  const dot: Shape = {
    kind: 'circle',
    centre,
    radius: DOT_RADIUS,
    fill: look.accent.strong,
    stroke: { color: look.surface.ground, width: 4 },
  };
  if (note === null) return [dot];
  const leader: Shape[] =
    note.leader === null
      ? []
      : [
          {
            kind: 'polygon',
            closed: false,
            points: [centre, note.leader],
            stroke: { color: look.surface.ink, width: 3 },
          },
        ];
  return [...leader, dot, ...placeText(note.text, note.box, { align: 'left', color: look.surface.ink })];
}

function grid(x: Axis, y: Axis, box: Rect, color: string): Shape[] {
  const line = (from: [number, number], to: [number, number], width: number): Shape =>
    straight({ x: from[0], y: from[1] }, { x: to[0], y: to[1] }, width, color);
  return [
    ...y.ticks.map(({ share }) => {
      const at = bottom(box) - share * box.height;
      return line([box.x, at], [right(box), at], GRID_WIDTH);
    }),
    ...x.ticks.map(({ share }) => {
      const at = box.x + share * box.width;
      return line([at, bottom(box)], [at, bottom(box) + 12], 4);
    }),
    line([box.x, bottom(box)], [right(box), bottom(box)], 5),
    line([box.x, box.y], [box.x, bottom(box)], 5),
  ];
}

/** The axis with the most ticks whose numbers do not touch, over `length` px or what `lengthOf` makes of it. */
function axisThatFits(
  values: readonly number[],
  length: number,
  room: (text: string) => number,
  lengthOf: (axis: Axis) => number = () => length,
): Axis | null {
  const axes = TICKS.map((count) => axisOver(values, count));
  return (
    axes.find((axis) => {
      const distance = Math.min(
        ...axis.ticks.slice(1).map(({ share }, index) => share - (axis.ticks[index]?.share ?? 0)),
      );
      return distance * lengthOf(axis) >= Math.max(...axis.ticks.map(({ text }) => room(text)));
    }) ?? null
  );
}

function widest({ ticks }: Axis, font: Font, size: number): number {
  return Math.max(...ticks.map(({ text }) => measure(text, font, size)));
}
