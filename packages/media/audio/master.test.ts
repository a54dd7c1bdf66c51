import { failureOf, make, scratchDirectory } from '../ffmpeg/fixtures/scratch.ts';
import { probe } from '../ffmpeg/probe.ts';
import { masterNarration } from './master.ts';
import { findSilences, measureLoudness } from './measure.ts';

const scratch = scratchDirectory();
const { signal } = new AbortController();
const durationMs = 20_000;
const run = { signal, durationMs };

const text =
  'When your hand pushes on the ball, the ball pushes on your hand just as hard. Forces always come in pairs.';

/** Twenty seconds of real speech with pauses of 2 s, from ffmpeg's own flite. */
beforeAll(async () => {
  const pauses = 'apad=pad_dur=2,asplit[a][b];[a][b]concat=n=2:v=0:a=1,apad,atrim=duration=20';
  await make(scratch('speech.wav'), '-f', 'lavfi', '-i', `flite=text='${text}':voice=slt`, '-af', pauses);
});

test.each([
  ['as the voice speaks', 0],
  ['far too quiet', -30],
  ['already loud', 2],
])('%s: −16 LUFS, peaks under −1.5 dBTP, the same length', async (_, gainDb) => {
  const source = await make(
    scratch(`source${gainDb}.wav`),
    ...['-i', scratch('speech.wav'), '-af', `volume=${gainDb}dB`],
  );
  const out = scratch(`mastered${gainDb}.m4a`);
  const mastered = await masterNarration(source, out, run);
  expect(mastered).toEqual(await measureLoudness(out, run));
  expect(Math.abs(mastered.lufs + 16)).toBeLessThanOrEqual(1);
  expect(mastered.peakDb).toBeLessThanOrEqual(-1.5);
  const { streams, durationSeconds } = await probe(out);
  expect(streams).toMatchObject([{ type: 'audio', codec: 'aac', sampleRate: 48_000 }]);
  expect(durationSeconds).toBeCloseTo(20, 2);
});

test('keeps the pauses where they were', async () => {
  const before = await findSilences(scratch('speech.wav'), 1500, run);
  await masterNarration(scratch('speech.wav'), scratch('paused.m4a'), run);
  const after = await findSilences(scratch('paused.m4a'), 1500, run);
  expect(before.length).toBeGreaterThanOrEqual(2);
  expect(after).toHaveLength(before.length);
  before.forEach(({ startMs, endMs }, index) => {
    expect(Math.abs((after[index]?.startMs ?? 0) - startMs)).toBeLessThan(100);
    expect(Math.abs((after[index]?.endMs ?? 0) - endMs)).toBeLessThan(100);
  });
});

test('silence is no narration', async () => {
  await make(scratch('silence.wav'), '-f', 'lavfi', '-i', 'anullsrc=sample_rate=16000:duration=3');
  const error = await failureOf(masterNarration(scratch('silence.wav'), scratch('silence.m4a'), run));
  expect(error).toMatchObject({ code: 'media_invalid_output' });
  expect(error.message).toContain('no speech');
});
