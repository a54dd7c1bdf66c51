import { failureOf, make, scratchDirectory } from '../ffmpeg/fixtures/scratch.ts';
import { probe } from '../ffmpeg/probe.ts';
import { masterNarration } from './master.ts';
import { findSilences, measureLoudness } from './measure.ts';
import { calmMusic } from './music.ts';
import { writeWav } from './wav.ts';

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
  const mastered = await masterNarration({ voice: source, music: null }, out, run);
  const encoded = await measureLoudness(out, run);
  expect(Math.abs(encoded.lufs - mastered)).toBeLessThanOrEqual(0.2);
  expect(Math.abs(encoded.lufs + 16)).toBeLessThanOrEqual(1);
  expect(encoded.peakDb).toBeLessThanOrEqual(-1.5);
  const { streams, durationSeconds } = await probe(out);
  expect(streams).toMatchObject([{ type: 'audio', codec: 'aac', sampleRate: 48_000 }]);
  expect(durationSeconds).toBeCloseTo(20, 2);
});

test('keeps the pauses where they were', async () => {
  const before = await findSilences(scratch('speech.wav'), 1500, run);
  await masterNarration({ voice: scratch('speech.wav'), music: null }, scratch('paused.m4a'), run);
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
  const error = await failureOf(
    masterNarration({ voice: scratch('silence.wav'), music: null }, scratch('silence.m4a'), run),
  );
  expect(error).toMatchObject({ code: 'media_invalid_output' });
  expect(error.message).toContain('no speech');
});

test('music is 18 dB under speech and lower still while it sounds, and silent where it is told to be', async () => {
  const voice = scratch('speech.wav');
  await writeWav(scratch('music.wav'), calmMusic(durationMs, [{ startMs: 15_000, endMs: 20_000 }]));
  await masterNarration({ voice, music: null }, scratch('plain.m4a'), run);
  await masterNarration({ voice, music: scratch('music.wav') }, scratch('both.m4a'), run);
  const mastered = await measureLoudness(scratch('both.m4a'), run);
  expect(Math.abs(mastered.lufs + 16)).toBeLessThanOrEqual(1);
  expect(mastered.peakDb).toBeLessThanOrEqual(-1.5);
  // What the music adds: the one with it less the one without.
  const difference = '[1:a]aeval=-val(0):c=same[n];[0:a][n]amix=inputs=2:normalize=0';
  await make(
    scratch('added.wav'),
    ...['-i', scratch('both.m4a'), '-i', scratch('plain.m4a'), '-filter_complex', difference],
  );
  const added = async (from: number, to: number) => {
    const filters = [`atrim=${String(from / 1000)}:${String(to / 1000)}`];
    return (await measureLoudness(scratch('added.wav'), run, { filters })).lufs;
  };
  expect(await added(0, 15_000)).toBeLessThanOrEqual(mastered.lufs - 18);
  expect(await added(0, 15_000)).toBeGreaterThan(-48);
  const [pause] = await findSilences(voice, 1500, run);
  const [inPause, underSpeech] = [
    await added(pause!.startMs + 1000, pause!.endMs),
    await added(pause!.startMs - 3000, pause!.startMs - 200),
  ];
  expect(underSpeech).toBeLessThan(inPause - 2);
  expect(inPause).toBeLessThanOrEqual(-34 + 1.5);
  expect(await added(16_000, 20_000)).toBeLessThan(-50);
});
