import { wordsOf, type LessonScript, type SceneSpeech } from '@vividly/lesson';
import { findSilences, probe, readWav } from '@vividly/media';
import { createEspeakEngine, createFliteEngine, ProviderError, type SpeechEngine } from '@vividly/providers';
import { contextOf } from '../../test/context.ts';
import { shortLesson } from '../../test/lesson.ts';
import { speak, writtenAs } from '../../test/speech.ts';
import { openWorkbench, type Workbench } from '../../test/workbench.ts';
import { speechSynthesis } from './contract.ts';
import { createSpeechHandler } from './handler.ts';

const frameMs = 1000 / 30;
const sceneOf = (id: string) => shortLesson.scenes.find((scene) => scene.id === id)!;

let bench: Workbench;
let speech: SceneSpeech[];
beforeAll(async () => {
  bench = await openWorkbench();
  ({ speech } = await speak(bench));
});
afterAll(() => bench.close());

describe('plan', () => {
  const plan = (script: LessonScript = shortLesson, differs = {}) =>
    createSpeechHandler(bench.deps).plan(contextOf(writtenAs(script), differs));

  test('is one part a scene: its sentences with their pauses, the tempo for the grade, the voice asked for', () => {
    const planned = plan(shortLesson, { voice: 'rms' });
    expect(planned.map(({ part }) => part)).toEqual(['hook', 'explain', 'quiz', 'recap']);
    expect(planned[2]?.input).toEqual({
      sceneId: 'quiz',
      sentences: [
        { text: 'Now you decide: which push is bigger?', pauseAfterMs: 2000 },
        { text: 'Neither: your two pushes are always exactly equal.', pauseAfterMs: 250 },
      ],
      voice: 'rms',
      wordsPerMinute: 160,
      tailMs: 280,
    });
  });

  test('the lesson closes with a longer silence', () => {
    expect(plan().map(({ input }) => input.tailMs)).toEqual([280, 280, 280, 900]);
  });

  test('young learners are spoken to more slowly, whatever grade their script is written for', () => {
    const planned = createSpeechHandler(bench.deps).plan(contextOf(writtenAs(shortLesson, 2)));
    expect(planned.map(({ input }) => input.wordsPerMinute)).toEqual([120, 120, 120, 120]);
  });

  test('leaves out all that is only seen, so that another picture speaks nothing anew', () => {
    const drawnAnew = shortLesson.scenes.map((scene) => ({ ...scene, heading: 'Other', cues: [] }));
    expect(plan({ ...shortLesson, title: 'Other', scenes: drawnAnew }, { aspectRatio: '1:1' })).toEqual(
      plan(),
    );
  });

  test('an edited sentence changes its scene alone', () => {
    const scenes = shortLesson.scenes.map((scene) =>
      scene.id === 'hook' ? { ...scene, sentences: scene.sentences.slice(0, 1) } : scene,
    );
    const [before, after] = [plan(), plan({ ...shortLesson, scenes })];
    expect(after[0]).not.toEqual(before[0]);
    expect(after.slice(1)).toEqual(before.slice(1));
  });

  test('needs a script', () => {
    expect(() => createSpeechHandler(bench.deps).plan(contextOf())).toThrow('needs a script');
  });
});

describe('flite speaks each scene', () => {
  test('in the script’s words, in order', () => {
    const spoken = speech.map(({ sceneId, words }) => ({ sceneId, words: words.map(({ text }) => text) }));
    const scripted = shortLesson.scenes.map(({ id, sentences }) => ({
      sceneId: id,
      words: sentences.flatMap(({ text }) => wordsOf(text)),
    }));
    expect(spoken).toEqual(scripted);
  });

  test.each(shortLesson.scenes.map(({ id }) => id))('%s: every word in its time, inside the sound', (id) => {
    const { words, durationMs } = speech.find(({ sceneId }) => sceneId === id)!;
    let reached = 0;
    for (const { startMs, endMs } of words) {
      expect(startMs).toBeGreaterThanOrEqual(reached);
      expect(endMs).toBeGreaterThan(startMs);
      reached = endMs;
    }
    expect(reached).toBeLessThan(durationMs);
    const sentences = sceneOf(id).sentences.flatMap(({ text }, index) => wordsOf(text).map(() => index));
    expect(words.map(({ sentence }) => sentence)).toEqual(sentences);
  });

  test.each(shortLesson.scenes.map(({ id }) => id))('%s: a mono WAV as long as whole frames', async (id) => {
    const { audio, durationMs } = speech.find(({ sceneId }) => sceneId === id)!;
    expect(durationMs / frameMs).toBeCloseTo(Math.round(durationMs / frameMs), 6);
    expect(audio).toMatchObject({ contentType: 'audio/wav', key: `tasks/speech_synthesis/${id}/${id}.wav` });
    const path = await bench.fetch(audio);
    expect(await probe(path)).toMatchObject({ streams: [{ type: 'audio', codec: 'pcm_s16le' }] });
    const { pcm, sampleRate } = await readWav(path);
    expect(pcm.length).toBe(Math.round((durationMs * sampleRate) / 1000));
  });

  test('with the script’s pauses: they can be heard', async () => {
    const { audio, durationMs, words } = speech.find(({ sceneId }) => sceneId === 'quiz')!;
    const question = words.filter(({ sentence }) => sentence === 0).at(-1)!;
    const answer = words.find(({ sentence }) => sentence === 1)!;
    const { signal } = new AbortController();
    const silences = await findSilences(await bench.fetch(audio), 80, { signal, durationMs });
    const toThink = silences.find(
      ({ startMs, endMs }) => startMs < answer.startMs - 500 && endMs > question.endMs + 500,
    );
    expect(toThink!.endMs - toThink!.startMs).toBeGreaterThan(1990);
    expect(answer.startMs - question.endMs).toBeGreaterThan(1980);
    expect(answer.startMs - question.endMs).toBeLessThan(2150);
    // Time for the eye to arrive, and the pause before the next scene.
    expect(silences[0]!.endMs - silences[0]!.startMs).toBeGreaterThan(115);
    expect(silences.at(-1)!.endMs - silences.at(-1)!.startMs).toBeGreaterThan(275);
  });

  test('no longer silent after its last sentence than before any other scene', () => {
    const tails = speech.map(({ durationMs, words }) => durationMs - (words.at(-1)?.endMs ?? 0));
    for (const tail of tails.slice(0, -1)) expect(tail).toBeLessThan(280 + 20 + frameMs + 50);
    expect(tails.at(-1)).toBeGreaterThan(900);
  });

  test('at the tempo asked for, nearly the same in every scene', () => {
    const perMinute = (scenes: readonly SceneSpeech[]) => {
      const sentences = scenes.flatMap(({ words }) =>
        [...new Set(words.map(({ sentence }) => sentence))].map((index) =>
          words.filter(({ sentence }) => sentence === index),
        ),
      );
      const spokenMs = sentences.reduce((sum, of) => sum + of.at(-1)!.endMs - of[0]!.startMs, 0);
      return (sentences.flat().length * 60_000) / spokenMs;
    };
    expect(perMinute(speech)).toBeGreaterThan(150);
    expect(perMinute(speech)).toBeLessThan(170);
    for (const scene of speech) {
      expect(perMinute([scene])).toBeGreaterThan(135);
      expect(perMinute([scene])).toBeLessThan(185);
    }
  });

  test('a sentence sounds the same, whatever stands beside it', async () => {
    const { audio, words } = speech.find(({ sceneId }) => sceneId === 'hook')!;
    const before = await readWav(await bench.fetch(audio));
    const scenes = shortLesson.scenes.map((scene) =>
      scene.id === 'hook' ? { ...scene, sentences: scene.sentences.slice(0, 1) } : scene,
    );
    const fresh = await openWorkbench();
    const edited = await speak(fresh, { ...shortLesson, scenes });
    const alone = edited.speech.find(({ sceneId }) => sceneId === 'hook')!;
    expect(alone.words).toEqual(words.filter(({ sentence }) => sentence === 0));
    const after = await readWav(await fresh.fetch(alone.audio));
    await fresh.close();
    const spoken = Math.round((alone.words.at(-1)!.endMs * after.sampleRate) / 1000);
    expect(after.pcm.subarray(0, spoken)).toEqual(before.pcm.subarray(0, spoken));
  });
});

describe('with a fallback', () => {
  const missing: SpeechEngine = {
    name: 'gemini',
    version: 'tts',
    voices: [{ id: 'Kore', name: 'Kore', language: 'en' }],
    defaultVoice: 'Kore',
    speak: async () => {
      throw new ProviderError('provider_unavailable', 'gemini', 'overloaded');
    },
  };
  const [recap] = [sceneOf('recap')].map(({ id, sentences }) => ({
    sceneId: id,
    sentences: sentences.map(({ text, pauseAfterMs }) => ({ text, pauseAfterMs })),
    wordsPerMinute: 160,
    tailMs: 280,
  }));
  const say = async (voice: string | null, ...voices: [SpeechEngine, ...SpeechEngine[]]) =>
    createSpeechHandler({ ...bench.deps, voices }).run(
      { ...recap!, voice },
      await bench.task(speechSynthesis.stage, 'recap'),
    );

  test('the next voice speaks the whole scene, and is recorded', async () => {
    const flite = createFliteEngine();
    const { spokenBy, speech: spoken } = await say(null, missing, flite);
    expect(spokenBy).toBe(`flite:${flite.version}`);
    expect(spoken.words).toHaveLength(10);
  });

  test('a fallback that lacks the voice asked for speaks with its own', async () => {
    const { spokenBy } = await say('Kore', missing, createEspeakEngine());
    expect(spokenBy).toMatch(/^espeak:/);
  });

  test('a voice that nobody has is refused, not replaced', async () => {
    await expect(say('nobody', createFliteEngine(), createEspeakEngine())).rejects.toMatchObject({
      code: 'provider_bad_request',
      retryable: false,
    });
  });

  test('a voice that only the fallback has is spoken by the fallback', async () => {
    const { spokenBy } = await say('rms', createEspeakEngine(), createFliteEngine());
    expect(spokenBy).toMatch(/^flite:/);
  });

  test('the revision names the chain', () => {
    expect(createSpeechHandler({ ...bench.deps, voices: [missing] }).revision).toBe('gemini@tts');
  });
});
