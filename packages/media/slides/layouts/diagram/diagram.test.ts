import type { Scene, VisualOf } from '@vividly/lesson';
import fc from 'fast-check';
import { extremeVisuals, longWords } from '../../fixtures/extremes.ts';
import { sceneFrom } from '../../../gallery/lesson.ts';
import { problemsOf } from '../../fixtures/soundness.ts';
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
  return layer.shapes
    .filter(isLine)
    .flatMap(({ points }) =>
      points.slice(1).map((end, index): [Point, Point] => [points[index] as Point, end]),
    );
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

/** Nodes that an arrow runs through or into. */
function pierced(layers: readonly Layer[], { nodes, arrows }: Diagram): string[] {
  return arrows.flatMap(({ id: arrow }) =>
    layers
      .filter(({ id }) => id === arrow)
      .flatMap(linesOf)
      .flatMap(([a, b]) =>
        nodes
          .filter(({ id }) => {
            const node = layers.find((layer) => layer.id === id && layer.page === undefined);
            return node !== undefined && segmentCrosses(a, b, inset(boundsOf(node.shapes), 8));
          })
          .map(({ id }) => `${arrow} through ${id}`),
      ),
  );
}

const cases: Record<string, Scene> = {
  none: diagram([], []),
  one: diagram(['Alone'], [[0, 0, 'feeds itself']]),
  twelve: diagram('Sun,Grass,Rabbit,Fox,Owl,Mouse,Seed,Soil,Worm,Bird,Rain,Tree'.split(','), [
    [0, 1, 'light'],
    [1, 2],
    [2, 3],
    [5, 4],
    [6, 5],
    [7, 6],
    [7, 8],
    [8, 9],
    [10, 11],
    [9, 7, 'feeds'],
    [11, 11, 'grows'],
    [3, 7],
  ]),
  apart: diagram(
    ['Ice', 'Water', 'Iron', 'Rust', 'Gold'],
    [
      [0, 1, 'melts'],
      [2, 3, 'rusts'],
      [4, 4, 'stays'],
    ],
  ),
  loops: diagram(
    ['Asleep', 'Awake', 'Eating'],
    [
      [0, 0, 'dreams'],
      [0, 1, 'wakes'],
      [1, 2, 'is hungry'],
      [2, 1, 'is full'],
      [1, 0, 'is tired'],
      [2, 2, 'chews'],
    ],
  ),

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
    ['cycle', 'hub', 'tangle', 'web'].map((name) => [
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
    for (const view of viewsOf(slide)) {
      expect(touches(view)).toEqual([]);
      expect(pierced(view, scene.visual as Diagram)).toEqual([]);
    }
  }
});

test('any diagram that the schema allows is drawn whole, with nothing over anything else', () => {
  const letter = fc.integer({ min: 1, max: 28 });
  const drawn = fc.integer({ min: 0, max: 12 }).chain((count) =>
    fc.record({
      lengths: fc.array(letter, { minLength: count, maxLength: count }),
      arrows:
        count === 0
          ? fc.constant<[number, number, number | undefined][]>([])
          : fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1), fc.option(letter, { nil: undefined })), {
              maxLength: 12,
            }),
      aspect: fc.constantFrom(...aspectRatios),
    }),
  );
  fc.assert(
    fc.property(drawn, ({ lengths, arrows, aspect }) => {
      const once = arrows.filter(
        ([from, to], index) => from !== to || arrows.findIndex(([a, b]) => a === from && b === to) === index,
      );
      const scene = diagram(
        lengths.map(longWords),
        once.map(([from, to, label]): [number, number, string?] =>
          label === undefined ? [from, to] : [from, to, longWords(label)],
        ),
      );
      const slide = layoutScene(scene, { aspect, captions: true });
      const views = viewsOf(slide);
      expect(problemsOf(scene, slide)).toEqual([]);
      expect(views.flatMap(touches)).toEqual([]);
      expect(views.flatMap((view) => pierced(view, scene.visual as Diagram))).toEqual([]);
    }),
    { numRuns: 60 },
  );
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
