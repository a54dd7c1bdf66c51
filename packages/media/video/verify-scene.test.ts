import { readFile, writeFile } from 'node:fs/promises';
import { failureOf, make, scratchDirectory } from '../ffmpeg/fixtures/scratch.ts';
import { lesson, spoken } from '../gallery/lesson.ts';
import { renderScene, type Rendition } from './render.ts';
import { verifySceneVideo } from './verify-scene.ts';

const scratch = scratchDirectory();
let path: string;
let rendition: Rendition;
beforeAll(async () => {
  const scene = lesson[0]!;
  path = scratch('scene.mp4');
  rendition = await renderScene({
    ...{ scene, next: null, cues: null, ...spoken(scene), aspectRatio: '16:9', height: 90, outPath: path },
    signal: new AbortController().signal,
  });
});

test('a rendered scene passes', async () => {
  await expect(verifySceneVideo(path, rendition)).resolves.toBeUndefined();
});

test('a scene of another size or length does not', async () => {
  for (const off of [{ width: 162 }, { height: 92 }, { frames: rendition.frames + 1 }])
    expect(await failureOf(verifySceneVideo(path, { ...rendition, ...off }))).toMatchObject({
      code: 'media_invalid_output',
      message: expect.stringContaining('instead of one h264 track of') as string,
    });
});

test('nor does half a file, what is no video, or what is not there', async () => {
  const bytes = await readFile(path);
  await writeFile(scratch('half.mp4'), bytes.subarray(0, bytes.length / 2));
  await writeFile(scratch('text.mp4'), 'no video at all');
  for (const name of ['half.mp4', 'text.mp4', 'missing.mp4'])
    expect(await failureOf(verifySceneVideo(scratch(name), rendition))).toMatchObject({
      code: 'media_invalid_output',
      retryable: true,
    });
});

test('nor does a video with sound', async () => {
  const source = ['-f', 'lavfi', '-i', 'sine=duration=1', '-i', path, '-c:v', 'copy', '-c:a', 'aac'];
  await make(scratch('loud.mp4'), ...source, '-map', '1:v', '-map', '0:a');
  expect((await failureOf(verifySceneVideo(scratch('loud.mp4'), rendition))).message).toContain(
    'other tracks',
  );
});
