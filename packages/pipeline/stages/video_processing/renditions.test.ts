import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Modality } from '@vividly/db/enums';
import { extensionOf, type SceneSpeech } from '@vividly/lesson';
import { probe } from '@vividly/media';
import { contextOf, type Made } from '../../test/context.ts';
import { shortLesson } from '../../test/lesson.ts';
import { brightness, picturesAt } from '../../test/picture.ts';
import { process, type Processed } from '../../test/processing.ts';
import { speak } from '../../test/speech.ts';
import { openWorkbench, type Workbench } from '../../test/workbench.ts';
import { videoGeneration } from '../video_generation/contract.ts';
import { createVideoHandler } from '../video_generation/handler.ts';

/** The installation draws with 480 px: its own height is asked for too. */
const own = { render: { height: 480 } };
const asked = {
  modalities: [Modality.video],
  aspectRatio: '1:1',
  presentation: { renditions: [480, 720], hls: true },
};
const sizes = {
  video: { width: 480, height: 480 },
  video_720p: { width: 720, height: 720 },
  video_480p: { width: 480, height: 480 },
};

let bench: Workbench;
let made: Made & { speech: SceneSpeech[] };
let lesson: Processed;
/** Where scenes begin, and the lesson ends, in ms. */
let starts: number[];
beforeAll(async () => {
  bench = await openWorkbench(own);
  const spoken = await speak(bench);
  const drawn = await bench.run(videoGeneration, createVideoHandler(bench.deps), contextOf(spoken, asked));
  made = { ...spoken, video_generation: drawn };
  lesson = await process(bench, made, asked);
  starts = made.speech.reduce((ends, { durationMs }) => [...ends, (ends.at(-1) ?? 0) + durationMs], [0]);
});
afterAll(() => bench.close());

test('only the heights that were asked for are there', () => {
  expect(lesson.kinds.filter((kind) => kind.startsWith('video'))).toEqual([
    'video',
    'video_720p',
    'video_480p',
  ]);
});

test.each(Object.entries(sizes))(
  '%s is the whole lesson, with sound, captions and chapters',
  async (kind, size) => {
    const { streams, chapters, durationSeconds } = await probe(lesson.path(kind as keyof typeof sizes));
    expect(streams.filter(({ type }) => type !== 'data')).toMatchObject([
      { type: 'video', codec: 'h264', ...size },
      { type: 'audio', codec: 'aac' },
      { type: 'subtitle', codec: 'mov_text', enabled: false },
    ]);
    expect(chapters.map(({ title }) => title)).toEqual(shortLesson.scenes.map(({ heading }) => heading));
    for (const [index, { startMs }] of chapters.entries())
      expect(Math.abs(startMs - starts[index]!)).toBeLessThan(2);
    expect(Math.abs(durationSeconds * 1000 - starts.at(-1)!)).toBeLessThan(34);
  },
);

test('the stream plays: every rung, under the names by which artifacts are addressed', async () => {
  const stream = lesson.kinds.filter((kind) => kind.startsWith('hls'));
  expect(stream).toEqual([
    'hls',
    ...['1080p', '720p', '480p', 'audio', 'captions'].flatMap((name) => [`hls_${name}`, `hls_${name}_media`]),
  ]);
  const directory = await mkdtemp(join(tmpdir(), 'vividly-stream-'));
  for (const kind of stream) {
    const { contentType } = lesson.output.files.find((file) => file.kind === kind)!.file;
    await copyFile(lesson.path(kind), join(directory, `${kind}.${extensionOf(contentType)}`));
  }
  const { streams, durationSeconds } = await probe(join(directory, 'hls.m3u8'));
  await rm(directory, { recursive: true });
  expect(Math.abs(durationSeconds * 1000 - starts.at(-1)!)).toBeLessThan(100);
  const frames = Math.round((starts.at(-1)! * 30) / 1000);
  const pictures = streams.filter(({ type }) => type === 'video');
  expect(pictures.map(({ height }) => height)).toEqual([1080, 720, 480]);
  for (const { packetsThere } of pictures) expect(Math.abs(packetsThere! - frames)).toBeLessThan(4);
});

test('what is two kinds at once is stored once', () => {
  const [video, same, other] = (['video', 'video_480p', 'video_720p'] as const).map(
    (kind) => lesson.output.files.find((file) => file.kind === kind)!.file,
  );
  expect(same).toEqual(video);
  expect(other!.key).not.toBe(video!.key);
});

test('all show the same', async () => {
  const middles = starts.slice(0, -1).map((start, index) => (start + starts[index + 1]!) / 2);
  const [small, large] = await Promise.all(
    (['video_480p', 'video_720p'] as const).map((kind) =>
      picturesAt(lesson.path(kind), sizes[kind], middles),
    ),
  );
  for (const [index, picture] of small!.entries()) {
    const [a, b] = [brightness(picture), brightness(large![index]!)];
    expect(Math.abs(a.mean - b.mean)).toBeLessThan(2);
    expect(Math.abs(a.spread - b.spread)).toBeLessThan(2);
  }
});

test('a scene that was not drawn in every height stops the lesson', async () => {
  const lacking = made.video_generation!.filter(({ part }) => part !== 'quiz.720p');
  const again = process(bench, { ...made, video_generation: lacking }, asked);
  await expect(again).rejects.toThrow('quiz was not drawn');
});
