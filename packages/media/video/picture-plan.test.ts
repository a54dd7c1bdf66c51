import { planPictures, type Moments, type Picture } from './picture-plan.ts';

const plan = (over: Partial<Moments>): Picture[] =>
  planPictures({ frames: 200, fades: [], cuts: [], ending: 'cut', ...over });
const kindAt = (pictures: readonly Picture[], frame: number) =>
  pictures.find((each) => each.frame === frame)?.kind;
const keysOf = (pictures: readonly Picture[]) =>
  pictures.filter(({ kind }) => kind === 'key').map(({ frame }) => frame);

test('a scene in which nothing happens is keys and repeats, and decoding runs ahead from the start', () => {
  const pictures = plan({ frames: 130 });
  expect(keysOf(pictures)).toEqual([0, 60, 120]);
  expect(pictures.slice(1, 3)).toEqual([
    { kind: 'anchor', frame: 2 },
    { kind: 'repeat', frame: 1 },
  ]);
  expect(pictures.filter(({ kind }) => kind === 'repeat')).toHaveLength(126);
});

test('a fade starts from an anchor, is sent end first, and is quick at first', () => {
  const pictures = plan({ fades: [10] });
  expect(pictures.slice(9, 17).map(({ kind, frame }) => [kind, frame])).toEqual([
    ['anchor', 9],
    ['end', 16],
    ...[10, 11, 12, 13, 14, 15].map((frame) => ['blend', frame]),
  ]);
  const shares = pictures.flatMap((each) => (each.kind === 'blend' ? [each.share] : []));
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares[0]).toBeGreaterThan(0.3);
  expect(shares.at(-1)).toBeLessThan(1);
});

test('a fade that is overtaken by the next one is over before it', () => {
  const pictures = plan({ fades: [10, 13, 14] });
  expect(kindAt(pictures, 12)).toBe('end');
  // Too short to fade.
  expect(kindAt(pictures, 13)).toBe('change');
  expect(kindAt(pictures, 20)).toBe('end');
});

test('captions that change in a fade make no pictures of their own', () => {
  const pictures = plan({ fades: [10], cuts: [5, 12, 30] });
  expect(pictures.filter(({ kind }) => kind === 'change').map(({ frame }) => frame)).toEqual([5, 30]);
});

test('a scene dissolves in half a second, from its own last part on at the earliest', () => {
  const ends = (fades: number[]) =>
    plan({ fades, ending: 'dissolve' }).flatMap((each) =>
      each.kind === 'end' && each.to === 'next_scene' ? [each.frame] : [],
    );
  expect(ends([])).toEqual([199]);
  const late = plan({ fades: [190], ending: 'dissolve' });
  expect(ends([190])).toEqual([199]);
  expect(late.filter(({ kind, frame }) => kind === 'blend' && frame > 185).map(({ frame }) => frame)).toEqual(
    [191, 192, 193, 194, 195, 196, 197, 198],
  );
});

test('whatever happens, every frame is there once, keys are at most 2 s apart, and what others refer to is kept', () => {
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const some = (count: number, frames: number) =>
    [...new Set(Array.from({ length: count }, () => random(frames)))].sort((a, b) => a - b);
  for (let round = 0; round < 300; round += 1) {
    const frames = 1 + random(400);
    const pictures = plan({
      frames,
      fades: some(random(60), frames),
      cuts: some(random(200), frames),
      ending: random(2) === 0 ? 'cut' : 'dissolve',
    });
    const shown = pictures.map(({ frame }) => frame).sort((a, b) => a - b);
    expect(shown).toEqual(Array.from({ length: frames }, (_, frame) => frame));
    const keys = [...keysOf(pictures), frames];
    keys.slice(1).forEach((key, index) => expect(key - (keys[index] ?? 0)).toBeLessThanOrEqual(60));
    pictures.forEach((picture, index) => {
      if (picture.kind !== 'end') return;
      expect(['key', 'change', 'anchor', 'end', 'blend']).toContain(pictures[index - 1]?.kind);
      expect(pictures[index + 1]).toMatchObject({ kind: 'blend' });
    });
  }
});
