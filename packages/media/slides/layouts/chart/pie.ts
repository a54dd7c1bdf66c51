import { pie as angles } from 'd3-shape';
import { callout } from '../../callout.ts';
import { cardTile, drawMark, markDiameter, type Mark } from '../../cards.ts';
import { contentSizes, smallestSize } from '../../frame.ts';
import { evenColumns, flow, layersOf } from '../../flow.ts';
import { rect, type Point, type Rect } from '../../geometry.ts';
import type { Shape } from '../../shapes.ts';
import { START, type Layer } from '../../slide.ts';
import type { Stage } from '../../stage.ts';
import { withUnit, type ValueChart } from './values.ts';

/** A slice: its angles in radians, clockwise from twelve o'clock. */
interface Slice {
  id: string;
  from: number;
  to: number;
}

/** Room between the pie and its numbers, and least room between numbers, px. */
const RING_GAP = 14;
/** The pie's share of the stage's width, or of its height in a tall frame. */
const PIE_SHARE = 0.42;
/** Angle between neighbouring points of an arc that is drawn as a polygon, radians. */
const STEP = Math.PI / 90;
const TURN = 2 * Math.PI;

/** Slices with numbers around them; each number stands on a card with its label and value: colour says nothing alone. */
export function pieWithLegend(chart: ValueChart, stage: Stage): Layer[] | null {
  const { area, frame } = stage;
  const gap = 1.5 * frame.gap;
  const beside = frame.aspect !== '9:16';
  const side = PIE_SHARE * (beside ? area.width : area.height);
  const [pieArea, legendArea] = beside
    ? [
        rect(area.x, area.y, side, area.height),
        rect(area.x + side + gap, area.y, area.width - side - gap, area.height),
      ]
    : [
        rect(area.x, area.y, area.width, side),
        rect(area.x, area.y + side + gap, area.width, area.height - side - gap),
      ];
  const tiles = chart.points.map((point, index) =>
    cardTile(stage, {
      id: point.id,
      text: `${point.label}: ${withUnit(chart, point.value)}`,
      trigger: stage.appears(point.id),
      mark: markOf(index, stage),
    }),
  );
  const placements = flow(tiles, {
    area: legendArea,
    sizes: contentSizes(frame, tiles.length),
    columns: [1, ...evenColumns(tiles.length, 2)],
    gap: 0.7 * frame.gap,
  });
  const drawn = placements && drawPie(chart, stage, pieArea);
  return placements && drawn && [...drawn, ...layersOf(placements)];
}

/** The same with one card at a time, at the foot. */
export function pieWithCallout(chart: ValueChart, stage: Stage): Layer[] | null {
  const legend = callout(
    chart.points.map(({ id, label, value }, index) => ({
      id,
      trigger: stage.appears(id),
      mark: String(index + 1),
      text: `${label}: ${withUnit(chart, value)}`,
    })),
    stage,
  );
  const drawn = legend && drawPie(chart, stage, legend.stage.area);
  return legend && drawn && [...renamed(drawn), ...legend.layers];
}

/** With a callout no card has the ids of the parts: their slices take them. */
function renamed(layers: readonly Layer[]): Layer[] {
  return layers.map((layer) => ({ ...layer, id: layer.id.replace(/-slice$/, '') }));
}

function markOf(index: number, { look }: Stage): Mark {
  return {
    kind: 'text',
    text: String(index + 1),
    font: look.type.bold,
    fill: look.accent.strong,
    ink: look.accent.on,
  };
}

function drawPie(chart: ValueChart, stage: Stage, area: Rect): Layer[] | null {
  const { frame, look } = stage;
  const size = smallestSize(frame);
  const mark = markDiameter(size);
  const radius = Math.min(area.width, area.height) / 2 - mark - RING_GAP;
  const ring = radius + RING_GAP + mark / 2;
  const apart = 2 * Math.asin(Math.min(1, (mark + RING_GAP) / (2 * ring)));
  if (radius < 1.1 * mark || apart * chart.points.length > TURN) return null;
  const middle = { x: area.x + area.width / 2, y: area.y + area.height / 2 };
  const at = (angle: number, distance: number): Point => ({
    x: middle.x + Math.sin(angle) * distance,
    y: middle.y - Math.cos(angle) * distance,
  });
  const slices = slicesOf(chart);
  const places = spread(
    slices.map(({ from, to }) => (from + to) / 2),
    apart,
  );
  const ghost: Shape = {
    kind: 'circle',
    centre: middle,
    radius,
    stroke: { color: look.surface.ghost, width: 4, dash: [4, 14] },
  };
  return [
    { id: 'pie', trigger: START, entrance: 'fade', shapes: [ghost] },
    ...slices.map(({ id, from, to }, index): Layer => {
      const place = places[index] ?? 0;
      const fill = index % 2 === 0 ? look.accent.strong : look.accent.tint;
      const edge = { color: look.surface.ground, width: 6 };
      const steps = Math.max(1, Math.ceil((to - from) / STEP));
      const arc = Array.from({ length: steps + 1 }, (_, step) =>
        at(from + ((to - from) * step) / steps, radius),
      );
      const slice: Shape =
        to - from > TURN - 1e-6
          ? { kind: 'circle', centre: middle, radius, fill }
          : { kind: 'polygon', points: [middle, ...arc], closed: true, fill, stroke: edge };
      const leader: Shape = {
        kind: 'polygon',
        closed: false,
        points: [at((from + to) / 2, radius - 10), at(place, ring)],
        stroke: { color: look.surface.ink, width: 4 },
      };
      return {
        id: `${id}-slice`,
        trigger: stage.appears(id),
        entrance: 'fade',
        shapes: [
          ...(to > from ? [slice] : []),
          leader,
          ...drawMark(markOf(index, stage), at(place, ring), size),
        ],
      };
    }),
  ];
}

function slicesOf({ points }: ValueChart): Slice[] {
  // Divided first: the sum of huge values may not be finite.
  const most = Math.max(...points.map(({ value }) => value));
  return angles<(typeof points)[number]>()
    .sort(null)
    .value(({ value }) => value / most)(points)
    .map(({ data, startAngle, endAngle }) => ({ id: data.id, from: startAngle, to: endAngle }));
}

/** The angles, rising, moved as little as it takes to stand at least `apart` from each other around the circle. */
export function spread(wanted: readonly number[], apart: number): number[] {
  const places = [...wanted];
  for (let index = 1; index < places.length; index += 1)
    places[index] = Math.max(places[index] ?? 0, (places[index - 1] ?? 0) + apart);
  let limit = (places[0] ?? 0) + TURN - apart;
  for (let index = places.length - 1; index > 0; index -= 1) {
    places[index] = Math.min(places[index] ?? 0, limit);
    limit = (places[index] ?? 0) - apart;
  }
  return places;
}
