import { rect } from '../slides/geometry.ts';
import { bandsOf, bandSize, createBandSender, type Part } from './bands.ts';
import { gridOf } from './grid.ts';
import { createPictureWriter } from './h264/pictures.ts';
import { newPlanes, type Planes } from './planes.ts';

/** 20 × 12 macroblocks: four bands of three rows. */
const size = { width: 320, height: 192 };
const box = rect(0, 0, size.width, size.height);
const place = { frameNumber: 1, order: 2 };

function grey(): Planes {
  const planes = newPlanes(box);
  for (const samples of [planes.luma, planes.u, planes.v]) samples.fill(128);
  return planes;
}

/** A sender, and the first rows of macroblocks of the bands that it has sent to the intra encoder. */
function sender() {
  const encoded: number[] = [];
  const bands = createBandSender(gridOf(size), createPictureWriter(size), (_, { from }) => {
    encoded.push(from);
    return Promise.resolve();
  });
  return { bands, encoded };
}

/** What a picture is made of: numbers of intra slices, and `P` for what is predicted. */
const shape = (parts: readonly Part[]): (number | string)[] =>
  parts.map((part) => (part instanceof Uint8Array ? 'P' : part.intra));

test('a band is encoded once for all keys between which nothing changes in it', async () => {
  const { bands, encoded } = sender();
  expect(shape(await bands.key(grey(), [box]))).toEqual([0, 1, 2, 3]);
  expect(shape(await bands.key(grey(), []))).toEqual([0, 1, 2, 3]);
  expect(shape(await bands.key(grey(), [rect(0, 48, 10, 10)]))).toEqual([0, 4, 2, 3]);
  expect(encoded).toEqual([0, 3, 6, 9, 3]);
});

test('what changes little is predicted, together with what does not change, and encoded for the next key', async () => {
  const { bands, encoded } = sender();
  const [before, after] = [grey(), grey()];
  after.luma.fill(200, 0, 16);
  await bands.key(before, [box]);
  expect(shape(await bands.change(place, [rect(0, 0, 16, 16)], before, after))).toEqual(['P']);
  expect(encoded).toHaveLength(4);
  expect(shape(await bands.key(after, []))).toEqual([4, 1, 2, 3]);
});

test('of what changes much, only its bands are encoded, and serve the next key', async () => {
  const { bands, encoded } = sender();
  await bands.key(grey(), [box]);
  const parts = await bands.change(place, [rect(0, 50, 320, 40)], grey(), grey());
  expect(shape(parts)).toEqual(['P', 4, 'P']);
  expect(encoded.slice(4)).toEqual([3]);
  expect(shape(await bands.key(grey(), []))).toEqual([0, 4, 2, 3]);
});

test.each([
  ['1080p', 1920, 1080, 4],
  ['1080p upright', 1080, 1920, 5],
  ['720p', 1280, 720, 5],
  ['480p', 854, 480, 5],
  ['a prime number of rows', 480, 270, 1],
])('bands are alike and cover %s', (_, width, height, count) => {
  const down = Math.ceil(height / 16);
  const bands = bandsOf(down);
  expect(bands).toHaveLength(count);
  expect(bands.map(({ from }) => from)).toEqual([0, ...bands.slice(0, -1).map(({ to }) => to)]);
  expect(bands.at(-1)?.to).toBe(down);
  for (const { from, to } of bands)
    expect(bandSize({ width, height })).toEqual({ width, height: (to - from) * 16 });
});
