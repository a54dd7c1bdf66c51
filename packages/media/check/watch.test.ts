import { readdir } from 'node:fs/promises';
import { failureOf, make, scratchDirectory } from '../ffmpeg/fixtures/scratch.ts';
import { watch } from './watch.ts';

const scratch = scratchDirectory();
const { signal } = new AbortController();
const size = { width: 320, height: 180 };
const run = { workDir: scratch('.'), signal };
const encoded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '30'];
const film = async (name: string, source: string) =>
  make(scratch(name), '-f', 'lavfi', '-i', `${source}=size=320x180:rate=30:duration=4`, ...encoded);
const dark = 'color=c=0x101828:size=320x180:rate=30:duration=4';
const watchable = (path: string) => ({ input: ['-i', path], size, durationMs: 4000 });

test('shows the frames that are looked at, and tells those that are not there', async () => {
  // A grey that grows lighter with every frame.
  const path = scratch('ramp.mp4');
  const ramp = 'color=black:size=320x180:rate=30:duration=4,format=gray,geq=lum=40+N,format=yuv420p';
  await make(path, '-f', 'lavfi', '-i', ramp, ...encoded);
  const seen: [frame: number, light: number][] = [];
  const look = (frame: number) => ({
    frame,
    see: (picture: { light: (x: number, y: number) => number }) => seen.push([frame, picture.light(9, 9)]),
  });
  const { missing, keys } = await watch(watchable(path), [60, 0, 119, 400].map(look), run);
  expect(missing).toEqual([400]);
  expect(seen.map(([frame]) => frame)).toEqual([0, 60, 119]);
  expect(seen[1]![1] - seen[0]![1]).toBeGreaterThan(50);
  expect(keys.map(({ ms, width, height }) => [ms, width, height])).toEqual(
    [0, 1000, 2000, 3000].map((ms) => [ms, 160, 90]),
  );
});

test('a black film is refused, a dark one is not, and nothing is left behind', async () => {
  const black = await film('black.mp4', 'color');
  expect(await failureOf(watch(watchable(black), [], run))).toMatchObject({ code: 'media_invalid_output' });
  const path = await make(scratch('dark.mp4'), '-f', 'lavfi', '-i', dark, ...encoded);
  const { keys } = await watch(watchable(path), [], run);
  expect(keys).toHaveLength(4);
  expect((await readdir(scratch('.'))).filter((name) => !name.endsWith('.mp4'))).toEqual([]);
});
