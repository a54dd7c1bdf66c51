import { readFile, writeFile } from 'node:fs/promises';
import { failureOf, make, scratchDirectory } from './fixtures/scratch.ts';
import { probe } from './probe.ts';
import { differences, verifyOutput } from './verify.ts';

const scratch = scratchDirectory();
const expected = {
  durationMs: 4000,
  streams: { video: 'h264', audio: 'aac' },
  width: 320,
  height: 180,
} as const;

beforeAll(async () => {
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30:duration=4'];
  const sound = ['-f', 'lavfi', '-i', 'sine=sample_rate=48000:duration=4'];
  const codecs = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
  await make(scratch('good.mp4'), ...picture, ...sound, ...codecs, '-metadata:s:a:0', 'language=eng');
});

test('probe tells what a file holds', async () => {
  const found = await probe(scratch('good.mp4'));
  expect(found.durationSeconds).toBeCloseTo(4, 1);
  expect(found.bytes).toBe((await readFile(scratch('good.mp4'))).length);
  expect(found.streams).toMatchObject([
    { type: 'video', codec: 'h264', width: 320, height: 180, pixelFormat: 'yuv420p', framesPerSecond: 30 },
    { type: 'audio', codec: 'aac', sampleRate: 48_000, language: 'eng' },
  ]);
  expect(found.chapters).toEqual([]);
});

test('a good file passes', async () => {
  await expect(verifyOutput(scratch('good.mp4'), expected)).resolves.toMatchObject({
    streams: { length: 2 },
  });
});

test('what is no media, half a file and a missing file fail as invalid output', async () => {
  const bytes = await readFile(scratch('good.mp4'));
  await writeFile(scratch('half.mp4'), bytes.subarray(0, bytes.length / 2));
  await writeFile(scratch('text.mp4'), 'no media at all');
  for (const name of ['half.mp4', 'text.mp4', 'missing.mp4'])
    expect(await failureOf(verifyOutput(scratch(name), expected))).toMatchObject({
      code: 'media_invalid_output',
      retryable: true,
    });
});

test('a file that was cut off behind its index is found out, though it still tells its whole length', async () => {
  await make(scratch('front.mp4'), '-i', scratch('good.mp4'), '-c', 'copy', '-movflags', '+faststart');
  await expect(verifyOutput(scratch('front.mp4'), expected)).resolves.toBeDefined();
  const bytes = await readFile(scratch('front.mp4'));
  await writeFile(scratch('cut.mp4'), bytes.subarray(0, bytes.length / 2));
  expect((await probe(scratch('cut.mp4'))).durationSeconds).toBeCloseTo(4, 1);
  const error = await failureOf(verifyOutput(scratch('cut.mp4'), expected));
  expect(error).toMatchObject({ code: 'media_invalid_output', retryable: true });
  expect(error.message).toMatch(/it holds \d+ of the 120 packets of its video/);
});

test('names everything that is off', async () => {
  const error = await failureOf(
    verifyOutput(scratch('good.mp4'), {
      durationMs: 5000,
      streams: { video: 'h264', subtitle: 'mov_text' },
      width: 1920,
      height: 1080,
      chapters: 3,
    }),
  );
  for (const part of [
    'instead of 5 s',
    'its audio is aac instead of none',
    'its subtitle is missing instead of mov_text',
    '320 × 180 instead of 1920 × 1080',
    'it has 0 chapters instead of 3',
  ])
    expect(error.message).toContain(part);
});

test('sound and picture may differ by one frame, not by two', async () => {
  const found = await probe(scratch('good.mp4'));
  const apart = (seconds: number) => ({
    ...found,
    streams: found.streams.map((stream) => ({
      ...stream,
      durationSeconds: stream.type === 'video' ? 4 : 4 + seconds,
    })),
  });
  expect(differences(apart(1 / 30), expected)).toEqual([]);
  expect(differences(apart(2 / 30), expected)).toEqual(['picture and sound differ by 67 ms']);
});
