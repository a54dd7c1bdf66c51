import { readFile } from 'node:fs/promises';
import { Modality } from '@vividly/db/enums';
import type { SceneSpeech } from '@vividly/lesson';
import { probe } from '@vividly/media';
import { readVtt } from '../../test/captions.ts';
import { contextOf, type Made } from '../../test/context.ts';
import { shortLesson } from '../../test/lesson.ts';
import { picturesAt, type Picture } from '../../test/picture.ts';
import { process, type Processed } from '../../test/processing.ts';
import { speak } from '../../test/speech.ts';
import { openWorkbench, type Workbench } from '../../test/workbench.ts';
import { videoGeneration } from '../video_generation/contract.ts';
import { createVideoHandler } from '../video_generation/handler.ts';

const frameMs = 1000 / 30;

let bench: Workbench;
let made: Made & { speech: SceneSpeech[] };
let lesson: Processed;
/** Where scenes begin, and the lesson ends, in ms. */
let starts: number[];
beforeAll(async () => {
  bench = await openWorkbench();
  const spoken = await speak(bench);
  const drawn = await bench.run(videoGeneration, createVideoHandler(bench.deps), contextOf(spoken));
  made = { ...spoken, video_generation: drawn };
  lesson = await process(bench, made, { modalities: [Modality.video] });
  starts = made.speech.reduce((ends, { durationMs }) => [...ends, (ends.at(-1) ?? 0) + durationMs], [0]);
});
afterAll(() => bench.close());

describe('the small pictures for scrubbing', () => {
  const tileOf = (line: string) => {
    const [, sheet, ...numbers] = /^([^#]+)#xywh=(\d+),(\d+),(\d+),(\d+)$/.exec(line) ?? [];
    const [x = NaN, y = NaN, width = NaN, height = NaN] = numbers.map(Number);
    return { sheet, x, y, width, height };
  };
  const cues = async () => readVtt(lesson.path('thumbnails_vtt'));

  test('there is one for each key picture: each scene’s first, and 2 s apart at most, without gaps', async () => {
    const times = (await cues()).map(({ startMs, endMs }) => [startMs, endMs]);
    expect(times[0]![0]).toBe(0);
    expect(times.at(-1)![1]).toBe(Math.round(starts.at(-1)!));
    expect(times.slice(1).map(([start]) => start)).toEqual(times.slice(0, -1).map(([, end]) => end));
    for (const [start, end] of times) expect(end! - start!).toBeLessThanOrEqual(2001);
    for (const start of starts.slice(0, -1))
      expect(Math.min(...times.map(([time]) => Math.abs(time! - start)))).toBeLessThan(frameMs);
  });

  test('each shows what the video shows then', async () => {
    const captions = await cues();
    const tiles = captions.map(({ lines }) => tileOf(lines[0]!));
    expect(new Set(tiles.map(({ sheet, width, height }) => `${sheet} ${width}×${height}`))).toEqual(
      new Set(['thumbnails.jpg 160×90']),
    );
    const sheetSize = { width: 1600, height: 90 * Math.ceil(tiles.length / 10) };
    const [sheet] = await picturesAt(lesson.path('thumbnails'), sheetSize, [0]);
    const frames = await picturesAt(
      lesson.path('video'),
      { width: 640, height: 360 },
      captions.map(({ startMs }) => startMs),
    );
    const off = tiles.map((tile, index) => differenceOf(sheet!, tile, frames[index]!));
    const others = tiles.map((tile, index) => differenceOf(sheet!, tile, frames.at(index - 5)!));
    // Out of 255: what JPEG changes, against another picture of the same lesson.
    expect(Math.max(...off)).toBeLessThan(4);
    expect(Math.max(...others)).toBeGreaterThan(20);
  });

  /** Mean difference between a tile and a frame that is four times as wide. */
  const differenceOf = (sheet: Picture, { x, y }: { x: number; y: number }, frame: Picture): number => {
    let sum = 0;
    for (let row = 0; row < 90; row += 1)
      for (let column = 0; column < 160; column += 1)
        for (let channel = 0; channel < 3; channel += 1) {
          let block = 0;
          for (let dot = 0; dot < 16; dot += 1) {
            const at = (4 * row + (dot >> 2)) * 640 + 4 * column + (dot & 3);
            block += frame.rgb[3 * at + channel]! / 16;
          }
          sum += Math.abs(sheet.rgb[3 * ((y + row) * sheet.width + x + column) + channel]! - block);
        }
    return sum / (90 * 160 * 3);
  };
});

describe.each([
  ['soft', [['subtitle', true]]],
  ['off', []],
] as const)('a lesson whose captions are %s', (captions, tracks) => {
  let other: Processed;
  beforeAll(async () => {
    const drawn = await bench.run(
      videoGeneration,
      createVideoHandler(bench.deps),
      contextOf(made, { presentation: { captions } }),
    );
    const again = { ...made, video_generation: drawn };
    other = await process(bench, again, { modalities: [Modality.video], presentation: { captions } });
  });

  test('has the track that this means, and the chapters', async () => {
    const { streams, chapters } = await probe(other.path('video'));
    const found = streams
      .filter(({ type }) => type === 'subtitle')
      .map(({ type, enabled }) => [type, enabled]);
    expect(found).toEqual(tracks);
    expect(chapters.map(({ title }) => title)).toEqual(shortLesson.scenes.map(({ heading }) => heading));
  });

  test('has the same caption files as one whose captions are burned in', async () => {
    for (const kind of ['captions_vtt', 'captions_srt', 'words'] as const)
      expect(await readFile(other.path(kind), 'utf8')).toBe(await readFile(lesson.path(kind), 'utf8'));
  });
});
