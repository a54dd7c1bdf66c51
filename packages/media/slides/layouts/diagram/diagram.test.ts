import type { Scene, VisualOf } from '@vividly/lesson';
import { extremeVisuals, longWords } from '../../fixtures/extremes.ts';
import { sceneFrom } from '../../../gallery/lesson.ts';
import { isText } from '../../fixtures/views.ts';
import { viewsOf } from '../../views.ts';
import { aspectRatios } from '../../frame.ts';
import { inset, segmentCrosses, type Point, type Rect } from '../../geometry.ts';
import { layoutScene } from '../../layout.ts';
import { boundsOf, textBox, type PolygonShape, type Shape } from '../../shapes.ts';
import type { Layer } from '../../slide.ts';

type Diagram = VisualOf<'diagram'>;

function diagram(labels: readonly string[], arrows: readonly (readonly [number, number, string?])[]): Scene {
  const visual: Diagram = {
    kind: 'diagram',
    nodes: labels.map((label, index) => ({ id: `n${index}`, label })),
    arrows: arrows.map(([from, to, label], index) => ({
      id: `a${index}`,
      from: `n${from}`,
      to: `n${to}`,
      ...(label !== undefined && { label }),
    })),
  };
  return sceneFrom({ role: 'explain', heading: 'A diagram', visual, says: ['word'] });
}

const isLine = (shape: Shape): shape is PolygonShape => shape.kind === 'polygon' && !shape.closed;
const isHead = (shape: Shape): shape is PolygonShape => shape.kind === 'polygon' && shape.closed;

function linesOf(layer: Layer): [Point, Point][] {
  return layer.shapes.filter(isLine).map(({ points }) => [points[0] as Point, points[1] as Point]);
}

/** Arrows that run over a text that is not their own label or through a node they do not join. */
function touches(layers: readonly Layer[]): string[] {
  return layers.flatMap((arrow) =>
    linesOf(arrow).flatMap(([a, b]) =>
      layers
        .filter(({ id }) => id !== arrow.id && id !== `${arrow.id}-label`)
        .flatMap(({ id, shapes }) => shapes.filter(isText).map((run) => ({ id, box: textBox(run) })))
        .filter(({ box }) => segmentCrosses(a, b, box))
        .map(({ id }) => `${arrow.id} over the text of ${id}`),
    ),
  );
}

const cases: Record<string, Scene> = {
  pair: diagram(
    ['Your feet', 'The floor'],
    [
      [0, 1, 'push down'],
      [1, 0, 'push back'],
    ],
  ),
  chain: diagram(
    ['Sun', 'Plant', 'Rabbit', 'Fox'],
    [
      [0, 1, 'light'],
      [1, 2, 'food'],
      [2, 3, 'food'],
    ],
  ),
  cycle: diagram(
    ['Sea', 'Vapour', 'Cloud', 'Rain'],
    [
      [0, 1, 'evaporates'],
      [1, 2, 'condenses'],
      [2, 3, 'falls'],
      [3, 0, 'flows back'],
    ],
  ),
  star: diagram(
    ['Nucleus', 'Electron', 'Proton', 'Neutron', 'Charge', 'Mass'],
    [
      [0, 1],
      [0, 2],
      [0, 3],
      [2, 4, 'has'],
      [3, 5, 'has'],
    ],
  ),
  twice: diagram(
    ['Battery', 'Lamp'],
    [
      [0, 1, 'current'],
      [0, 1, 'energy'],
      [1, 0, 'return'],
    ],
  ),
  ...Object.fromEntries(
    ['cycle', 'hub', 'tangle'].map((name) => [
      `longest ${name}`,
      sceneFrom({
        role: 'explain',
        heading: 'Limits',
        visual: extremeVisuals(longWords)[name] as Diagram,
        says: ['word'],
      }),
    ]),
  ),
};

test.each(Object.entries(cases))('arrows keep clear of texts and nodes: %s', (_, scene) => {
  for (const aspect of aspectRatios) {
    const slide = layoutScene(scene, { aspect, captions: true });
    for (const view of viewsOf(slide)) expect(touches(view)).toEqual([]);
  }
});

test('arrows start at one node and point at the other', () => {
  const { layers } = layoutScene(cases['cycle'] as Scene, { aspect: '16:9', captions: true });
  const boxOf = (id: string): Rect => boundsOf(layers.find((layer) => layer.id === id)?.shapes ?? []);
  for (const [index, [from, to]] of [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 0],
  ].entries()) {
    const arrow = layers.find(({ id }) => id === `a${index}`) as Layer;
    const [line] = linesOf(arrow);
    const tip = arrow.shapes.find(isHead)?.points[0] as Point;
    expect(near(line?.[0] as Point, boxOf(`n${from}`))).toBe(true);
    expect(near(tip, boxOf(`n${to}`))).toBe(true);
  }
});

function near(point: Point, box: Rect): boolean {
  return segmentCrosses(point, point, inset(box, -20));
}

test('a chain reads from left to right, or from the top down in a tall frame', () => {
  const centres = (aspect: '16:9' | '9:16', axis: 'x' | 'y'): number[] => {
    const { layers } = layoutScene(cases['chain'] as Scene, { aspect, captions: true });
    return ['n0', 'n1', 'n2', 'n3'].map(
      (id) => boundsOf(layers.find((layer) => layer.id === id)?.shapes ?? [])[axis],
    );
  };
  const across = centres('16:9', 'x');
  const down = centres('9:16', 'y');
  expect(across).toEqual([...across].sort((a, b) => a - b));
  expect(down).toEqual([...down].sort((a, b) => a - b));
});

test('labels that do not fit are numbered, and take turns at the foot', () => {
  const { layers } = layoutScene(cases['longest hub'] as Scene, { aspect: '16:9', captions: true });
  const pages = layers.filter(({ page }) => page?.deck === 'callout');
  expect(new Set(pages.map(({ page }) => page?.number)).size).toBe(8);
  expect(layers.find(({ id }) => id === 'n1')?.page).toBeUndefined();
});
