import { createCanvas as createPaper, loadImage } from '@napi-rs/canvas';
import type { Scene } from '@vividly/lesson';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runFfmpeg } from '../ffmpeg/run.ts';
import { lesson, spoken } from '../gallery/lesson.ts';
import { outputBox } from '../slides/draw.ts';
import type { Rect } from '../slides/geometry.ts';
import { layoutScene } from '../slides/layout.ts';
import { boundsOf } from '../slides/shapes.ts';
import { captionPages } from './caption-pages.ts';
import { plainCues } from './fixtures/cues.ts';
import { decoded, probe } from './fixtures/probe.ts';
import { renderPoster } from './poster.ts';
import { renderScene, type RenderRequest, type Rendition } from './render.ts';

const SIDE = 270;
const SCALE = SIDE / 1080;
const SIZE = { width: 480, height: 270 };

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vividly-video-'));
});
afterAll(() => rm(dir, { recursive: true }));

function sceneOf(kind: string): Scene {
  const scene = lesson.find(({ visual }) => visual.kind === kind);
  if (scene === undefined) throw new Error(`no ${kind} in the lesson`);
  return scene;
}

function render(scene: Scene, name: string, over: Partial<RenderRequest> = {}): Promise<Rendition> {
  const { words, durationMs } = spoken(scene);
  return renderScene({
    scene,
    next: null,
    words,
    cues: plainCues(words),
    durationMs,
    aspectRatio: '16:9',
    height: SIDE,
    outPath: join(dir, name),
    signal: new AbortController().signal,
    ...over,
  });
}

const frameOfMs = (ms: number): number => Math.round((ms * 30) / 1000);

/** Mean difference of luma between two pictures inside a box of the output. */
function change(a: Uint8Array, b: Uint8Array, box: Rect): number {
  let sum = 0;
  for (let y = box.y; y < box.y + box.height; y += 1) {
    for (let x = box.x; x < box.x + box.width; x += 1) {
      const at = y * SIZE.width + x;
      sum += Math.abs((a[at] ?? 0) - (b[at] ?? 0));
    }
  }
  return sum / (box.width * box.height);
}

test('a scene has its length to the frame, key frames every 2 s, and every frame once', async () => {
  const scene = sceneOf('steps');
  const progress: number[] = [];
  const rendition = await render(scene, 'steps.mp4', { onProgress: (ms) => progress.push(ms) });
  const { stream, packets } = await probe(join(dir, 'steps.mp4'));
  expect(rendition).toMatchObject({ ...SIZE, frames: frameOfMs(spoken(scene).durationMs) });
  expect(stream).toMatchObject({
    ...{
      codec_name: 'h264',
      pix_fmt: 'yuv420p',
      time_base: '1/30',
      start_pts: 0,
      has_b_frames: 1,
      ...SIZE,
    },
    ...{ color_range: 'tv', color_space: 'bt709', color_transfer: 'bt709', color_primaries: 'bt709' },
  });
  expect(Number(stream['duration_ts'])).toBe(rendition.frames);
  expect(rendition.distinctFrames).toBeLessThan(rendition.frames / 2);

  const frames = packets.map(({ pts }) => pts).sort((a, b) => a - b);
  expect(frames).toEqual(Array.from({ length: rendition.frames }, (_, index) => index));
  const keys = packets.filter(({ key }) => key).map(({ pts }) => pts);
  expect(keys[0]).toBe(0);
  [...keys.slice(1), rendition.frames].forEach((key, index) =>
    expect(key - (keys[index] ?? 0)).toBeLessThanOrEqual(60),
  );
  expect(progress.at(-1)).toBeGreaterThan(0);
  // Pictures are decoded before they are shown, from the start to the dissolve at the end.
  const still = sceneOf('title');
  await render(still, 'still.mp4', { next: scene });
  for (const name of ['steps.mp4', 'still.mp4']) {
    const times = (await probe(join(dir, name))).packets;
    expect(times.filter(({ pts, dts }) => dts > pts)).toEqual([]);
    expect(times[0]).toMatchObject({ pts: 0, dts: -1 });
  }
});

test('parts appear with their words and the spoken word lights up', async () => {
  const scene = sceneOf('steps');
  const { words } = spoken(scene);
  await render(scene, 'timing.mp4');
  const pictures = await decoded(join(dir, 'timing.mp4'), SIZE.width, SIZE.height);
  const slide = layoutScene(scene, { aspect: '16:9', captions: true });

  for (const { element, sentence, word } of scene.cues) {
    const layer = slide.layers.find(({ id }) => id === element);
    const box = outputBox(boundsOf(layer?.shapes ?? []), SCALE);
    const start = words.filter((each) => each.sentence === sentence)[word]?.startMs ?? NaN;
    const before = pictures[frameOfMs(start) - 1] as Uint8Array;
    const after = pictures[frameOfMs(start + 300)] as Uint8Array;
    const end = pictures.at(-1) as Uint8Array;
    expect(change(before, end, box)).toBeGreaterThan(8);
    expect(change(after, end, box)).toBeLessThan(2);
  }

  const black = new Uint8Array(SIZE.width * SIZE.height);
  const strip = slide.captionArea;
  if (strip === null) throw new Error('captions expected');
  const pages = plainCues(words).flatMap((cue) => captionPages(cue, slide, strip));
  expect(pages.flatMap((page) => page.words)).toHaveLength(words.length);
  const missed = pages.flatMap((page) =>
    page.words.filter(({ box, fromMs, toMs }) => {
      // A lit plate with dark letters is much lighter than a dark one with light letters.
      const area = outputBox(box, SCALE);
      const lightAt = (ms: number): number => change(pictures[frameOfMs(ms)] as Uint8Array, black, area);
      const lit = lightAt(fromMs + 80);
      const dark = [fromMs - 80, toMs + 80].filter((ms) => ms > page.fromMs && ms < page.toMs).map(lightAt);
      return lit < 120 || dark.some((light) => light > lit - 30);
    }),
  );
  expect(missed).toEqual([]);
});

test('a scene dissolves into the opening of the next one, evenly, within half a second', async () => {
  const [scene, next] = [sceneOf('recap'), sceneOf('question')];
  await render(scene, 'recap.mp4', { next });
  await render(next, 'question.mp4');
  const [pictures, following] = await Promise.all(
    ['recap.mp4', 'question.mp4'].map((name) => decoded(join(dir, name), SIZE.width, SIZE.height)),
  );
  const whole = { x: 0, y: 0, ...SIZE };
  const opening = following?.[0] as Uint8Array;
  const away = (back: number): number => change(pictures?.at(-back) as Uint8Array, opening, whole);
  expect(away(1)).toBeLessThan(1);
  const steps = Array.from({ length: 15 }, (_, index) => away(index + 1));
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
  expect(steps[7]).toBeGreaterThan(0.1 * away(16));
  expect(steps[7]).toBeLessThan(0.9 * away(16));
  expect(away(16)).toBeCloseTo(away(20), 0);
});

test('scenes join without re-encoding, and no frame is lost at the seam', async () => {
  const first = await render(sceneOf('formula'), 'one.mp4');
  const second = await render(sceneOf('question'), 'two.mp4');
  const probes = await Promise.all(['one.mp4', 'two.mp4'].map((name) => probe(join(dir, name))));
  expect(new Set(probes.map(({ stream }) => stream['extradata_hash'])).size).toBe(1);
  expect(probes[0]?.stream['extradata_hash']).toBeDefined();

  await writeFile(join(dir, 'list.txt'), "file 'one.mp4'\nfile 'two.mp4'\n");
  const joined = join(dir, 'joined.mp4');
  await runFfmpeg(['-f', 'concat', '-i', join(dir, 'list.txt'), '-c', 'copy', joined], {
    signal: new AbortController().signal,
    wallClockMs: 60_000,
    stallMs: 60_000,
  });
  const { stream, packets } = await probe(joined);
  const [, ticks] = String(stream['time_base']).split('/').map(Number);
  const frameOf = (pts: number): number => (pts * 30) / (ticks as number);
  expect(frameOf(Number(stream['duration_ts']))).toBe(first.frames + second.frames);
  expect(packets.filter(({ key }) => key).map(({ pts }) => frameOf(pts))).toContain(first.frames);
  expect(await decoded(joined, SIZE.width, SIZE.height)).toHaveLength(first.frames + second.frames);
});

test.each([
  ['9:16', 270, 480],
  ['1:1', 270, 270],
] as const)('renders %s', async (aspectRatio, width, height) => {
  const rendition = await render(sceneOf('formula'), 'shape.mp4', { aspectRatio });
  expect(rendition).toMatchObject({ width, height });
  expect((await probe(join(dir, 'shape.mp4'))).stream).toMatchObject({ width, height });
});

test('an aborted render stops at once', async () => {
  const cancel = new AbortController();
  const run = render(sceneOf('diagram'), 'aborted.mp4', {
    signal: cancel.signal,
    onProgress: () => cancel.abort('enough'),
  });
  await expect(run).rejects.toBe('enough');
  await expect(render(sceneOf('diagram'), 'never.mp4', { signal: cancel.signal })).rejects.toBe('enough');
  await expect(stat(join(dir, 'never.mp4'))).rejects.toThrow('ENOENT');
});

test('a cue without a spoken word is refused before anything is written', async () => {
  const run = render(sceneOf('steps'), 'refused.mp4', { words: [] });
  await expect(run).rejects.toThrow('no time for word');
  await expect(stat(join(dir, 'refused.mp4'))).rejects.toThrow('ENOENT');
});

test('the poster shows the title in the format of the lesson', async () => {
  const outPath = join(dir, 'poster.png');
  await renderPoster({
    title: 'Newton’s third law',
    subtitle: 'Seen on court',
    aspectRatio: '9:16',
    outPath,
  });
  const image = await loadImage(outPath);
  expect([image.width, image.height]).toEqual([1080, 1920]);
  const context = createPaper(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const light = new Uint32Array(data.buffer).filter(
    (color) => (color & 0xff) > 240 && ((color >> 16) & 0xff) > 200,
  );
  // Letters: cream on the night ground, between 1 and 20 % of the picture.
  expect(light.length / (image.width * image.height)).toBeGreaterThan(0.01);
  expect(light.length / (image.width * image.height)).toBeLessThan(0.2);
});
