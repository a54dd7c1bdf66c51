import { Modality } from '@vividly/db/enums';
import { wordsOf, type LessonScript } from '@vividly/lesson';
import { findSilences, measureLoudness, probe, readWav } from '@vividly/media';
import { createEspeakEngine, createFliteEngine, ProviderError, type SpeechEngine } from '@vividly/providers';
import { readSrt, readVtt } from '../../test/captions.ts';
import { shortLesson } from '../../test/lesson.ts';
import { process, type Processed } from '../../test/processing.ts';
import { speak } from '../../test/speech.ts';
import { openWorkbench, type Workbench } from '../../test/workbench.ts';

/** The short lesson with nothing but these words and the answer in its scenes: quick to speak. */
const saying = (...texts: [string, string, string, string]): LessonScript => ({
  ...shortLesson,
  scenes: shortLesson.scenes.map((scene, index) => ({
    ...scene,
    cues: [],
    sentences: [texts[index] ?? '', ...(scene.role === 'quiz' ? ['Equal.'] : [])].flatMap((text, at) =>
      scene.sentences.slice(at, at + 1).map((sentence) => ({ ...sentence, text })),
    ),
  })),
});

/** A lesson with words and headings that mean something to a file format. */
const plain = saying(
  'You jump & push: 2 < 3, and is that “<b>bold</b>” --> so?',
  'It’s 5 > 4.',
  'Why?',
  'So you fly.',
);
const oddLesson: LessonScript = {
  ...plain,
  title: 'Push = push; #1 \\ back',
  scenes: plain.scenes.map((scene) =>
    scene.id === 'hook' ? { ...scene, heading: 'A=B; #2 \\ {c}' } : scene,
  ),
};

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(() => bench.close());

describe('a lesson that is only heard', () => {
  let heard: Processed;
  /** Where scenes begin, and the lesson ends, in ms. */
  let starts: number[];
  let totalMs: number;
  beforeAll(async () => {
    const made = await speak(bench, oddLesson);
    starts = made.speech.reduce((ends, { durationMs }) => [...ends, (ends.at(-1) ?? 0) + durationMs], [0]);
    totalMs = starts.at(-1) ?? 0;
    heard = await process(bench, made, { modalities: [Modality.audio, Modality.text] });
  });

  test('is an m4a with captions, transcript and report, without video and poster', async () => {
    expect([...heard.kinds].sort()).toEqual(
      ['audio', 'captions_srt', 'captions_vtt', 'qa_report', 'transcript', 'words'].sort(),
    );
    const { streams, durationSeconds } = await probe(heard.path('audio'));
    expect(streams.some(({ type }) => type === 'video')).toBe(false);
    expect(Math.abs(durationSeconds * 1000 - totalMs)).toBeLessThan(56);
    expect(heard.output.durationSeconds).toBe(Math.round(totalMs) / 1000);
  });

  test('is as loud as it should be, without clipping (rule 11)', async () => {
    const { signal } = new AbortController();
    const { lufs, peakDb } = await measureLoudness(heard.path('audio'), { signal, durationMs: totalMs });
    expect(Math.abs(lufs + 16)).toBeLessThanOrEqual(1);
    expect(peakDb).toBeLessThanOrEqual(-1.5);
  });

  test('with music it is as long and as loud', async () => {
    const made = await speak(bench, oddLesson);
    const accompanied = await process(bench, made, {
      modalities: [Modality.audio],
      presentation: { music: 'calm' },
    });
    const { signal } = new AbortController();
    const run = { signal, durationMs: totalMs };
    const { lufs, peakDb } = await measureLoudness(accompanied.path('audio'), run);
    expect(Math.abs(lufs + 16)).toBeLessThanOrEqual(1);
    expect(peakDb).toBeLessThanOrEqual(-1.5);
    expect(accompanied.output.durationSeconds).toBe(heard.output.durationSeconds);
    // The lead-in of the first scene is silent without music; the last second is not with it.
    expect(await findSilences(accompanied.path('audio'), 500, run)).not.toEqual(
      await findSilences(heard.path('audio'), 500, run),
    );
  });

  test('signs of the caption formats are read back as they were written', async () => {
    const words = oddLesson.scenes.flatMap(({ sentences }) => sentences.flatMap(({ text }) => wordsOf(text)));
    for (const captions of [
      await readVtt(heard.path('captions_vtt')),
      await readSrt(heard.path('captions_srt')),
    ])
      expect(captions.flatMap(({ lines }) => lines.flatMap(wordsOf))).toEqual(words);
  });

  test('has a chapter for each scene, where it begins, until the next one does', async () => {
    const { chapters } = await probe(heard.path('audio'));
    const times = chapters.flatMap(({ startMs, endMs }) => [startMs, endMs]);
    const expected = starts.slice(0, -1).flatMap((start, index) => [start, starts[index + 1] ?? NaN]);
    expect(times).toHaveLength(expected.length);
    for (const [index, ms] of times.entries())
      expect(Math.abs(ms - (expected[index] ?? NaN))).toBeLessThan(2);
  });

  test('signs of the chapter format are read back as they were written', async () => {
    const { chapters } = await probe(heard.path('audio'));
    expect(chapters.map(({ title }) => title)).toEqual(oddLesson.scenes.map(({ heading }) => heading));
  });
});

test('a scene for which another engine had to stand in fits into the lesson, whatever its sample rate', async () => {
  const flite = createFliteEngine();
  const sometimes: SpeechEngine = {
    ...flite,
    version: flite.version,
    speak: async (request, options) => {
      if (request.text.startsWith('Forces'))
        throw new ProviderError('provider_unavailable', 'flite', 'out of memory');
      return flite.speak(request, options);
    },
  };
  const mixed = await openWorkbench({ voices: [sometimes, createEspeakEngine()] });
  try {
    const made = await speak(
      mixed,
      saying('Do you jump high?', 'Forces happen in pairs.', 'Why?', 'So you fly.'),
    );
    const rates = await Promise.all(
      made.speech.map(async ({ audio }) => (await readWav(await mixed.fetch(audio))).sampleRate),
    );
    expect(new Set(rates).size).toBe(2);
    const heard = await process(mixed, made, { modalities: [Modality.audio] });
    const { durationSeconds } = await probe(heard.path('audio'));
    expect(Math.abs(durationSeconds - heard.output.durationSeconds)).toBeLessThan(0.056);
    // The scene after the stand-in's begins where it should: neither too early nor at another speed.
    const [first, standIn, next] = made.speech;
    const begins = first!.durationMs + standIn!.durationMs + next!.words[0]!.startMs;
    const { signal } = new AbortController();
    const silences = await findSilences(heard.path('audio'), 150, {
      signal,
      durationMs: durationSeconds * 1000,
    });
    expect(Math.min(...silences.map(({ endMs }) => Math.abs(endMs - begins)))).toBeLessThan(60);
  } finally {
    await mixed.close();
  }
});
