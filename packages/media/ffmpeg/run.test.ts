import { stat } from 'node:fs/promises';
import { failureOf, limits, scratchDirectory } from './fixtures/scratch.ts';
import { runFfmpeg } from './run.ts';

const scratch = scratchDirectory();

const realTimeTone = ['-re', '-f', 'lavfi', '-i', 'sine=duration=60', '-f', 'null', '-'];

test('makes a file and reports growing progress up to its length', async () => {
  const seen: number[] = [];
  const out = scratch('tone.wav');
  await runFfmpeg(
    ['-f', 'lavfi', '-i', 'sine=duration=30', out],
    limits({ onProgress: (ms) => seen.push(ms) }),
  );
  expect((await stat(out)).size).toBeGreaterThan(30 * 44_100 * 2);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBeCloseTo(30_000, -2);
});

test('feeds standard input with back-pressure: the source is never more than a pipe ahead', async () => {
  const frameBytes = 320 * 180 * 1.5;
  let produced = 0;
  async function* frames() {
    for (let i = 0; i < 100; i += 1) {
      produced += 1;
      yield new Uint8Array(frameBytes).fill(i);
    }
  }
  const out = scratch('frames.mp4');
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', '320x180', '-r', '25', '-i', 'pipe:0'];
  await runFfmpeg([...raw, '-preset', 'ultrafast', out], limits({ stdin: frames() }));
  expect(produced).toBe(100);

  let ahead = 0;
  async function* endless() {
    for (;;) {
      ahead += 1;
      yield new Uint8Array(frameBytes);
    }
  }
  const cancel = new AbortController();
  const stopped = runFfmpeg(['-re', ...raw, '-f', 'null', '-'], {
    ...limits({ signal: cancel.signal, stdin: endless() }),
    onProgress: (ms) => ms > 500 && cancel.abort(),
  });
  expect((await failureOf(stopped)).code).toBe('media_aborted');
  expect(ahead).toBeLessThan(60);
});

test('stops asking the source when ffmpeg leaves early, and lets it clean up', async () => {
  let cleaned = false;
  async function* endless() {
    try {
      for (;;) yield new Uint8Array(64_000);
    } finally {
      cleaned = true;
    }
  }
  await runFfmpeg(
    ['-f', 's16le', '-ar', '16000', '-ac', '1', '-i', 'pipe:0', '-t', '1', scratch('early.wav')],
    limits({ stdin: endless() }),
  );
  expect(cleaned).toBe(true);
});

test('passes on what the source throws, after ffmpeg is gone', async () => {
  async function* broken() {
    yield new Uint8Array(64_000);
    throw new RangeError('raster failed');
  }
  const run = runFfmpeg(
    ['-f', 's16le', '-ar', '16000', '-ac', '1', '-i', 'pipe:0', scratch('x.wav')],
    limits({ stdin: broken() }),
  );
  await expect(run).rejects.toThrow(RangeError);
});

test('a broken input fails with what ffmpeg said', async () => {
  const error = await failureOf(runFfmpeg(['-i', scratch('missing.mp4'), '-f', 'null', '-'], limits()));
  expect(error).toMatchObject({ code: 'media_failed', retryable: true });
  expect(error.message).toContain('No such file');
});

test('abort before and during a run', async () => {
  expect(
    await failureOf(runFfmpeg(realTimeTone, limits({ signal: AbortSignal.abort('gone') }))),
  ).toMatchObject({
    code: 'media_aborted',
    retryable: false,
  });
  const cancel = new AbortController();
  const run = runFfmpeg(
    realTimeTone,
    limits({ signal: cancel.signal, onProgress: () => cancel.abort('enough') }),
  );
  expect(await failureOf(run)).toMatchObject({ code: 'media_aborted', cause: 'enough' });
});

test('a run that takes too long is a timeout, one that does nothing is a stall', async () => {
  expect((await failureOf(runFfmpeg(realTimeTone, limits({ wallClockMs: 700 })))).code).toBe('media_timeout');

  async function* silentSource(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(32_000);
    await new Promise((resolve) => process.once('vividly-test-never' as 'exit', resolve));
  }
  const stalled = runFfmpeg(
    ['-f', 's16le', '-ar', '16000', '-ac', '1', '-i', 'pipe:0', '-f', 'null', '-'],
    limits({ stallMs: 1000, stdin: silentSource() }),
  );
  expect(await failureOf(stalled)).toMatchObject({ code: 'media_stalled', retryable: true });
});

test('standard output is there for data', async () => {
  const chunks: Buffer[] = [];
  await runFfmpeg(
    ['-f', 'lavfi', '-i', 'sine=duration=1:sample_rate=16000', '-f', 's16le', 'pipe:1'],
    limits({ onStdout: (chunk) => chunks.push(chunk) }),
  );
  expect(Buffer.concat(chunks).length).toBe(32_000);
});

test('says which package to install when the program is missing', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = scratch('.');
  try {
    const error = await failureOf(runFfmpeg(['-version'], limits()));
    expect(error).toMatchObject({ code: 'media_not_installed', retryable: false });
    expect(error.message).toContain('ffmpeg');
  } finally {
    process.env['PATH'] = path;
  }
});
