import { sceneFrom } from '../../../gallery/lesson.ts';
import { collisions, isText } from '../../fixtures/views.ts';
import { contains, segmentCrosses } from '../../geometry.ts';
import { layoutScene } from '../../layout.ts';
import { textBox, type PolygonShape, type Shape } from '../../shapes.ts';
import type { Layer } from '../../slide.ts';

const isLine = (shape: Shape): shape is PolygonShape => shape.kind === 'polygon' && !shape.closed;

function lineOf(values: readonly number[]): readonly Layer[] {
  const points = values.map((value, index) => ({ id: `p${index}`, label: String(index + 1), value }));
  const visual = { kind: 'chart', chart: 'line', points } as const;
  return layoutScene(sceneFrom({ role: 'explain', heading: 'A line', visual, says: ['word'] }), {
    aspect: '16:9',
    captions: true,
  }).layers;
}

test.each([
  ['rises', [700, 1100, 1650, 2100]],
  ['falls', [2100, 1650, 1100, 0]],
  ['has a summit', [700, 1100, 1650, 1400, 0]],
  ['has a valley', [40, 10, 5, 20, 60]],
  ['is even', [5, 5, 5, 5]],
])('a line that %s leaves its values alone', (_, values) => {
  const layers = lineOf(values);
  const lines = layers
    .filter(({ id }) => id.endsWith('-line'))
    .flatMap(({ shapes }) => shapes.filter(isLine));
  expect(lines).toHaveLength(values.length - 1);
  const runs = layers.flatMap(({ shapes }) => shapes.filter(isText));
  const touched = runs.filter((run) =>
    lines.some(({ points: [from, to] }) => segmentCrosses(from!, to!, textBox(run))),
  );
  expect(touched.map(({ text }) => text)).toEqual([]);
  expect(collisions(runs)).toEqual([]);
});

test('in a valley at the bottom of the chart the line is hidden behind the value', () => {
  const valley = lineOf([0, 900, 0, 900]).find(({ id }) => id === 'p2');
  const [run] = (valley?.shapes ?? []).filter(isText);
  const plates = (valley?.shapes ?? []).flatMap((shape) => (shape.kind === 'rect' ? [shape.box] : []));
  expect(run?.text).toBe('0');
  expect(plates.map((plate) => contains(plate, textBox(run!)))).toEqual([true]);
});
