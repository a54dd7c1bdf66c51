import { createHash } from 'node:crypto';
import { chmod, writeFile } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { watchPrograms } from '../../ffmpeg/programs.ts';
import { failureOf, scratchDirectory } from '../../ffmpeg/fixtures/scratch.ts';
import { createBitWriter } from './bits.ts';
import type { IntraPictures } from './encoder.ts';
import { encodeIntra } from './intra.ts';

const scratch = scratchDirectory();
const size = { width: 64, height: 48 };
const bytes = (size.width * size.height * 3) / 2;
/** Longer than an encoder without work is kept, in ms. */
const LONG = 600;

/** Pictures of noise, each of its own. */
async function* pictures(...seeds: number[]): AsyncGenerator<Uint8Array> {
  for (const seed of seeds) {
    await Promise.resolve();
    yield Uint8Array.from({ length: bytes }, (_, at) => (at * at * seed) % 251);
  }
}

const encode = async (source: AsyncIterable<Uint8Array>, signal = new AbortController().signal) =>
  encodeIntra(size, source, { name: 'scene.mp4', signal });
/** The slices' data, which stands at other bits of a byte where a header is longer. */
const content = ({ slices }: IntraPictures): string[] =>
  slices.map(({ payload, from, to, quantiserDelta }) => {
    const data = createBitWriter();
    data.copy(payload, from, to);
    return `${quantiserDelta}: ${createHash('sha256').update(data.end()).digest('hex')}`;
  });

/** How many encoders have ended while `work` was done and a while after. */
async function encodersOf(work: () => Promise<unknown>): Promise<number> {
  let ended = 0;
  const leave = watchPrograms(({ purpose }) => (ended += purpose === 'encoding pictures' ? 1 : 0));
  await work();
  await delay(LONG);
  leave();
  return ended;
}

/** Runs `work` with a program of the shell in the place of ffmpeg. */
async function withFfmpeg<T>(script: string, work: () => Promise<T>): Promise<T> {
  const path = process.env['PATH'];
  await writeFile(scratch('ffmpeg'), `#!/bin/sh\n${script}\n`);
  await chmod(scratch('ffmpeg'), 0o755);
  process.env['PATH'] = `${scratch('.')}${delimiter}${path}`;
  try {
    return await work();
  } finally {
    process.env['PATH'] = path;
  }
}

test('series that follow each other share a process, and each is what it is alone', async () => {
  const alone: string[][] = [];
  for (const seeds of [[3], [5, 7, 11], [3]]) {
    alone.push(content(await encode(pictures(...seeds))));
    await delay(LONG);
  }
  const shared: string[][] = [];
  const encoders = await encodersOf(async () => {
    for (const seeds of [[3], [5, 7, 11], [3]]) shared.push(content(await encode(pictures(...seeds))));
  });
  expect(shared).toEqual(alone);
  expect(shared.map((slices) => slices.length)).toEqual([1, 3, 1]);
  expect(new Set(shared.flat()).size).toBe(4);
  expect(encoders).toBe(1);
});

test('series at the same time have a process each', async () => {
  const both = await encodersOf(() => Promise.all([encode(pictures(3)), encode(pictures(5, 7))]));
  expect(both).toBe(2);
});

test('a series that is stopped takes its process with it, and the next one has another', async () => {
  const stop = new AbortController();
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield* pictures(3, 5);
    setTimeout(() => stop.abort(new Error('cancelled')), 50);
    for (;;) {
      await delay(10);
      yield* pictures(7);
    }
  }
  const encoders = await encodersOf(async () => {
    expect(await failureOf(encode(endless(), stop.signal))).toMatchObject({ code: 'media_aborted' });
    expect((await encode(pictures(3))).slices).toHaveLength(1);
  });
  expect(encoders).toBe(2);
});

test.each([
  ['ends at once', 'exit 0'],
  ['leaves something else', 'head -c 50000 /dev/urandom'],
  ['leaves half of it', `"$REAL" "$@" | head -c 2000`],
])('an encoder that %s with exit code 0 is told by the name of its scene', async (_, script) => {
  const real = (process.env['PATH'] ?? '').split(delimiter).map((place) => `${place}/ffmpeg`);
  const found = `for REAL in ${real.join(' ')}; do [ -x "$REAL" ] && break; done`;
  const failed = await withFfmpeg(`${found}\n${script}`, () => failureOf(encode(pictures(3, 5, 7, 11))));
  expect(failed).toMatchObject({ code: 'media_invalid_output' });
  expect(failed.message).toContain('scene.mp4');
});
