import { silencesOf, trimSilence, type Pcm } from '../pcm.ts';
import { stretchFor } from '../rate.ts';
import { timeWords, type TimedPhone } from './phones.ts';
import { warp } from './warp.ts';
import { wordsHeard } from './words.ts';

const isVowel = (phone: string) => /^[aeiou]/.test(phone);

/** Phones of 100 ms each. */
function phones(text: string): TimedPhone[] {
  return text.split(' ').map((phone, i) => ({ phone, startMs: i * 100, endMs: (i + 1) * 100 }));
}

const starts = (heard: string, ...words: string[]) =>
  timeWords(
    phones(heard),
    words.map((word) => word.split(' ').filter(Boolean)),
    isVowel,
  ).map(({ startMs }) => startMs);

describe('words over phones', () => {
  test('as in the dictionary', () => {
    expect(starts('dh ax b ao l r ow l z', 'dh ax', 'b ao l', 'r ow l z')).toEqual([0, 200, 500]);
  });

  test('a weak form, a lost sound, an extra sound and another expansion stay where they belong', () => {
    expect(starts('dh iy ae p ax l', 'dh ax', 'ae p ax l')).toEqual([0, 200]);
    expect(starts('n eh k s d ey', 'n eh k s t', 'd ey')).toEqual([0, 400]);
    expect(starts('s aa m th ih ng z', 's ah m p', 'th ih ng z')).toEqual([0, 300]);
    expect(starts('ih n f ay v hh ah n t ax w er', 'ih n', 'th aw z', 't ax', 'w er').slice(2)).toEqual([
      800, 1000,
    ]);
  });

  test('a word that is not spoken takes no time', () => {
    const times = timeWords(phones('p uh sh b ae k'), [['p', 'uh', 'sh'], [], ['b', 'ae', 'k']], isVowel);
    expect(times[1]).toEqual({ startMs: 300, endMs: 300 });
  });
});

const sampleRate = 16_000;

/** Tones of the given pitches (0 is silence), `ms` each. */
function tones(pitches: readonly number[], ms: number): Pcm {
  const each = (ms * sampleRate) / 1000;
  const pcm = Int16Array.from({ length: each * pitches.length }, (_, i) => {
    const hz = pitches[Math.floor(i / each)] ?? 0;
    return Math.round(8000 * Math.sin((2 * Math.PI * hz * i) / sampleRate));
  });
  return { pcm, sampleRate };
}

test('warping finds the same sounds in a slower rendering', () => {
  const melody = [300, 2000, 600, 3500, 1000, 300, 2500];
  const inSlow = warp(tones(melody, 120), tones(melody, 200));
  // A moment stands for the middle of all that it is paired with: half of what a note has gained at most.
  for (let note = 0; note <= melody.length; note += 1)
    expect(Math.abs(inSlow(note * 120) - note * 200)).toBeLessThanOrEqual((200 - 120) / 2);
});

test('silence is found, and cut off at both ends', () => {
  const sound = tones([0, 0, 500, 0, 500, 0], 100);
  expect(silencesOf(sound)).toEqual([
    { startMs: 0, endMs: 200 },
    { startMs: 300, endMs: 400 },
    { startMs: 500, endMs: 600 },
  ]);
  const trimmed = trimSilence(sound);
  expect(trimmed?.offsetMs).toBe(180);
  expect(trimmed?.pcm).toHaveLength((340 * sampleRate) / 1000);
  expect(trimSilence(tones([0, 0], 100))).toBeNull();
});

test('no word begins or ends in a silence, or outside the sound', () => {
  const sound = tones([500, 0, 500], 100);
  const times = [
    { startMs: -10, endMs: 150 },
    { startMs: 90, endMs: 400 },
  ];
  expect(wordsHeard(['push', 'back'], times, sound)).toEqual([
    { text: 'push', startMs: 0, endMs: 100 },
    { text: 'back', startMs: 200, endMs: 300 },
  ]);
});

describe('the stretch of a voice', () => {
  const msPerWord = 300;
  const sentence = (words: number, naturalMs: number) => ({ words, naturalMs, msPerWord });

  test('meets the rate for a sentence of ordinary words', () => {
    expect(stretchFor(sentence(10, 3000), 150)).toBeCloseTo(400 / 300, 1);
  });

  test('gives a sentence of long words part of what it lacks, within bounds', () => {
    const [long, ordinary, short] = [3300, 3000, 2700].map((ms) => stretchFor(sentence(10, ms), 150));
    expect(long).toBeLessThan(ordinary ?? 0);
    expect(short).toBeGreaterThan(ordinary ?? 9);
    expect((long ?? 0) * 3300).toBeGreaterThan(4000);
    expect(stretchFor(sentence(10, 9000), 150)).toBeCloseTo(0.85 * (400 / 300), 1);
    expect(stretchFor(sentence(10, 1000), 150)).toBeCloseTo(1.15 * (400 / 300), 1);
  });

  test('comes in steps of 0.02, within what a voice can do', () => {
    for (let ms = 2000; ms < 4000; ms += 37)
      expect(stretchFor(sentence(10, ms), 150).toFixed(2)).toMatch(/[02468]$/);
    expect(stretchFor(sentence(10, 3000), 20)).toBe(2.1);
    expect(stretchFor(sentence(10, 3000), 500)).toBe(0.8);
  });
});
