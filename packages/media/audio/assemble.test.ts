import { scratchDirectory } from '../ffmpeg/fixtures/scratch.ts';
import { assembleScene, joinNarration, type SentencePart } from './assemble.ts';
import { readWav, writeWav } from './wav.ts';

const scratch = scratchDirectory();
const sampleRate = 16_000;

/** A sentence of `ms` whose every sample is `level`, with two words. */
function sentence(ms: number, level: number, pauseAfterMs: number): SentencePart {
  const pcm = new Int16Array((ms * sampleRate) / 1000).fill(level);
  const words = [
    { text: 'push', startMs: 10, endMs: ms / 2 },
    { text: 'back.', startMs: ms / 2, endMs: ms - 10 },
  ];
  return { spoken: { pcm, sampleRate, words }, pauseAfterMs };
}

/** Runs of equal samples: what is heard, and for how many samples. */
function runs(pcm: Int16Array): [level: number, samples: number][] {
  const found: [number, number][] = [];
  for (const level of pcm) {
    const last = found.at(-1);
    if (last?.[0] === level) last[1] += 1;
    else found.push([level, 1]);
  }
  return found;
}

test('lays sentences, pauses, lead-in and tail to the sample, and rounds up to whole frames', () => {
  const scene = assembleScene([sentence(1000, 7, 350), sentence(500, 9, 0)], { leadInMs: 120, tailMs: 280 });
  const frames = Math.ceil((120 + 1000 + 350 + 500 + 280) / (1000 / 30));
  expect(scene.durationMs).toBeCloseTo((frames * 1000) / 30, 9);
  expect(scene.pcm).toHaveLength(Math.round((frames / 30) * sampleRate));
  expect(runs(scene.pcm).slice(0, 4)).toEqual([
    [0, 120 * 16],
    [7, 1000 * 16],
    [0, 350 * 16],
    [9, 500 * 16],
  ]);
  expect(scene.words).toEqual([
    { text: 'push', sentence: 0, startMs: 130, endMs: 620 },
    { text: 'back.', sentence: 0, startMs: 620, endMs: 1110 },
    { text: 'push', sentence: 1, startMs: 1480, endMs: 1720 },
    { text: 'back.', sentence: 1, startMs: 1720, endMs: 1960 },
  ]);
});

test('a question at the end of a scene keeps its time to think', () => {
  const scene = assembleScene([sentence(1000, 7, 2000)], { leadInMs: 0, tailMs: 280 });
  expect(scene.durationMs).toBe(3000);
});

test('a hundred scenes joined end where their lengths add up to', () => {
  const scene = assembleScene([sentence(1015, 7, 0)], { leadInMs: 0, tailMs: 0 });
  expect((scene.durationMs * sampleRate) / 1000).not.toBe(Math.round((scene.durationMs * sampleRate) / 1000));
  const joined = joinNarration(Array.from({ length: 100 }, () => scene));
  expect(joined.pcm).toHaveLength(Math.round((100 * scene.durationMs * sampleRate) / 1000));
  const starts = runs(joined.pcm).filter(([level]) => level === 7);
  expect(starts).toHaveLength(100);
  expect(starts.every(([, samples]) => samples === 1015 * 16)).toBe(true);
});

test('refuses sentences and scenes of different sample rates', () => {
  const other = { ...sentence(100, 1, 0), spoken: { ...sentence(100, 1, 0).spoken, sampleRate: 24_000 } };
  expect(() => assembleScene([sentence(100, 1, 0), other], { leadInMs: 0, tailMs: 0 })).toThrow(
    'sample rate',
  );
  const scenes = [sentence(100, 1, 0), other].map((part) =>
    assembleScene([part], { leadInMs: 0, tailMs: 0 }),
  );
  expect(() => joinNarration(scenes)).toThrow('sample rate');
  expect(() => assembleScene([], { leadInMs: 0, tailMs: 0 })).toThrow(RangeError);
});

test('a WAV file gives back what was written', async () => {
  const sound = { pcm: Int16Array.from([0, 1, -1, 32_767, -32_768, 1234]), sampleRate };
  await writeWav(scratch('sound.wav'), sound);
  expect(await readWav(scratch('sound.wav'))).toEqual(sound);
});
