import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createBreakableFfmpeg, pictures, type BreakableFfmpeg } from './breakable-ffmpeg.ts';
import { liars, type Breakage } from './breakages.ts';

let scratch: string;
let ffmpeg: BreakableFfmpeg;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'vividly-breakable-'));
  ffmpeg = createBreakableFfmpeg(scratch);
});
afterEach(() => {
  rmSync(scratch, { recursive: true, force: true });
});

const picture = ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc=size=64x64:rate=10:duration=4'];

function make(file: string): { status: number | null; path: string } {
  const path = join(scratch, file);
  rmSync(path, { force: true });
  const args = [...picture, '-g', '5', '-pix_fmt', 'yuv420p', '-f', 'mp4', path];
  return { status: spawnSync(join(ffmpeg.directory, 'ffmpeg'), args).status, path };
}

/** What ffprobe says of it. */
function seconds(path: string): number {
  const args = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', path];
  return Number(spawnSync('ffprobe', args, { encoding: 'utf8' }).stdout || NaN);
}

test('without an order, and for other files, it is the real one', () => {
  ffmpeg.order('other.mp4', 'absent', 'always');
  const { status, path } = make('scene.mp4.part');
  expect(status).toBe(0);
  expect(seconds(path)).toBeCloseTo(4, 1);
  expect(ffmpeg.hits()).toEqual([]);
});

const left: Record<(typeof liars)[number], (path: string) => void> = {
  truncated: (path) => expect(seconds(path)).toBeNaN(),
  halfLength: (path) => expect(Math.abs(seconds(path) - 2)).toBeLessThan(1),
  garbage: (path) => expect(readFileSync(path)).toHaveLength(50_000),
  jpeg: (path) => expect(readFileSync(path).subarray(0, 3).toString('hex')).toBe('ffd8ff'),
  absent: (path) => expect(existsSync(path)).toBe(false),
};

test.each(liars)('%s: exit code 0, once', (breakage) => {
  ffmpeg.order('scene.mp4', breakage, 'once');
  const { status, path } = make('scene.mp4.part');
  expect(status).toBe(0);
  left[breakage](path);
  expect(ffmpeg.hits()).toMatchObject([{ file: 'scene.mp4' }]);
  expect(seconds(make('scene.mp4.part').path)).toBeCloseTo(4, 1);
  expect(ffmpeg.hits()).toHaveLength(1);
});

test('pictures into a pipe are an order of their own; each run takes one', () => {
  const encode = () =>
    spawnSync(join(ffmpeg.directory, 'ffmpeg'), [...picture, '-c:v', 'libx264', '-f', 'h264', 'pipe:1'])
      .stdout;
  const whole = encode();
  for (const breakage of ['truncated', 'absent', 'jpeg'] as const) ffmpeg.order(pictures, breakage, 'once');
  const [cut, none, jpeg] = [encode(), encode(), encode()];
  expect(cut).toEqual(whole.subarray(0, 2000));
  expect(none).toHaveLength(0);
  expect(jpeg.subarray(0, 3).toString('hex')).toBe('ffd8ff');
  expect(encode()).toEqual(whole);
  expect(ffmpeg.hits().map(({ file }) => file)).toEqual([pictures, pictures, pictures]);
});

test('an order for every run stands until all are taken back', () => {
  ffmpeg.order('scene.mp4', 'absent', 'always');
  expect([1, 2].map(() => existsSync(make('scene.mp4').path))).toEqual([false, false]);
  expect(ffmpeg.hits()).toHaveLength(2);
  ffmpeg.clear();
  expect(existsSync(make('scene.mp4').path)).toBe(true);
  expect(ffmpeg.hits()).toEqual([]);
});

test.each<Breakage>(['stopped', 'deaf'])('%s: only SIGKILL to its group ends it', async (breakage) => {
  ffmpeg.order('scene.mp4', breakage, 'once');
  const child = spawn(join(ffmpeg.directory, 'ffmpeg'), [join(scratch, 'scene.mp4')], { detached: true });
  const ended = once(child, 'close');
  while (ffmpeg.hits().length === 0) await delay(10);
  await delay(300);
  const group = -(child.pid ?? 0);
  process.kill(group, 'SIGTERM');
  await delay(200);
  expect(child.exitCode ?? child.signalCode).toBeNull();
  process.kill(group, 'SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
});
