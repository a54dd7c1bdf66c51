import { rect } from '../slides/geometry.ts';
import type { Shape } from '../slides/shapes.ts';
import { drawnLately } from './lately.ts';

const box = rect(0, 0, 10, 10);
const shape = (fill: string): Shape[] => [{ kind: 'rect', box, radius: 0, fill }];

function counted(mostPixels: number) {
  const drawn: string[] = [];
  const draw = drawnLately(async (shapes, { width }, scale) => {
    drawn.push(`${JSON.stringify(shapes)} ${width} ${scale}`);
    await Promise.resolve();
    if (drawn.length === 1 && mostPixels === 0) throw new Error('no room');
    return {};
  }, mostPixels);
  return { drawn, draw };
}

test('what is the same is drawn once, also when it is asked for twice at once', async () => {
  const { draw, drawn } = counted(1000);
  const [first, second] = await Promise.all([draw(shape('red'), box, 1), draw(shape('red'), box, 1)]);
  expect(second).toBe(first);
  expect(await draw(shape('red'), box, 1)).toBe(first);
  for (const other of [
    await draw(shape('blue'), box, 1),
    await draw(shape('red'), rect(0, 0, 8, 10), 1),
    await draw(shape('red'), box, 2),
  ])
    expect(other).not.toBe(first);
  expect(drawn).toHaveLength(4);
});

test('what was asked for longest ago goes first when there is no more room', async () => {
  const { draw, drawn } = counted(200);
  for (const fill of ['red', 'blue', 'red', 'green', 'red', 'blue']) await draw(shape(fill), box, 1);
  expect(drawn.map((each) => /red|blue|green/.exec(each)?.[0])).toEqual(['red', 'blue', 'green', 'blue']);
});

test('what failed is tried again', async () => {
  const { draw } = counted(0);
  await expect(draw(shape('red'), box, 1)).rejects.toThrow('no room');
  await expect(draw(shape('red'), box, 1)).resolves.toEqual({});
});
