import { make, scratchDirectory } from '../ffmpeg/fixtures/scratch.ts';
import { measureLoudness } from './measure.ts';
import { calmMusic } from './music.ts';
import { writeWav } from './wav.ts';

const scratch = scratchDirectory();
const run = { signal: new AbortController().signal, durationMs: 40_000 };

test('is −34 LUFS, without clicks, the same every time', async () => {
  const music = calmMusic(40_000, []);
  expect(music.pcm).toHaveLength(40 * music.sampleRate);
  expect(calmMusic(40_000, [])).toEqual(music);
  await writeWav(scratch('music.wav'), music);
  await make(scratch('wide.wav'), '-i', scratch('music.wav'), '-ar', '48000');
  expect(Math.abs((await measureLoudness(scratch('wide.wav'), run)).lufs + 34)).toBeLessThanOrEqual(1);
  expect([music.pcm[0], music.pcm.at(-1)].map((sample) => Math.abs(sample ?? 99))).toEqual([0, 0]);
  // The steepest of the tones that it is made of; the seam of the loop is no steeper.
  const steps = music.pcm.map((sample, index) => Math.abs(sample - (music.pcm[index - 1] ?? 0)));
  expect(steps.reduce((most, step) => Math.max(most, step), 0)).toBeLessThan(1_200);
});

test('fades out before what is to be silent, and in again after it', () => {
  const { pcm, sampleRate } = calmMusic(20_000, [{ startMs: 8_000, endMs: 12_000 }]);
  const loudest = (from: number, to: number) =>
    pcm
      .subarray((from * sampleRate) / 1000, (to * sampleRate) / 1000)
      .reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  expect(loudest(8_000, 12_000)).toBe(0);
  expect(loudest(5_000, 7_000)).toBeGreaterThan(500);
  expect(loudest(7_700, 8_000)).toBeLessThan(loudest(5_000, 7_000) / 2);
  expect(loudest(13_000, 15_000)).toBeGreaterThan(500);
});
