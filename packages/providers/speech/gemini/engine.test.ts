import * as gemini from '@vividly/testing/gemini';
import { unguarded } from '../../test/unguarded.ts';
import { speechConformance } from '../conformance.ts';
import { createFliteEngine } from '../flite/engine.ts';
import { createGeminiSpeech } from './engine.ts';

const { signal } = new AbortController();

describe('gemini', () => {
  let fake: gemini.FakeGemini;
  beforeAll(async () => {
    fake = await gemini.startFakeGemini();
  });
  afterAll(() => fake.close());

  /** Speaks for the fake service: other voices than the timing reference, so that warping has work to do. */
  const speaker = createFliteEngine();
  const speakers: Record<string, string> = { Kore: 'rms', Puck: 'awb' };
  beforeEach(() =>
    fake.reply(async (call) => {
      const prompt = call.body.contents[0]?.parts[0]?.text ?? '';
      const [, wordsPerMinute, text = ''] = /about (\d+) words[^\n]*\n(.*)$/s.exec(prompt) ?? [];
      const voice = JSON.stringify(call.body.generationConfig).match(/"voiceName":"(\w+)"/)?.[1] ?? '';
      const spoken = await speaker.speak(
        { text, voice: speakers[voice], wordsPerMinute: Number(wordsPerMinute), language: 'en' },
        { signal },
      );
      return gemini.audioReply(spoken.pcm, spoken.sampleRate);
    }),
  );

  const create = () =>
    createGeminiSpeech({
      apiKey: fake.apiKey,
      baseUrl: fake.url,
      model: 'gemini-2.5-flash-preview-tts',
      voice: 'Kore',
      guard: unguarded,
    });

  speechConformance(() => ({
    engine: create(),
    otherVoice: 'Puck',
    rates: [150],
    rateTolerance: 0.1,
    onsetToleranceMs: 120,
  }));

  test('asks for sound in the voice of the request', async () => {
    await create().speak({ text: 'Hello.', voice: 'Puck', wordsPerMinute: 140, language: 'en' }, { signal });
    expect(fake.calls.at(-1)?.body.generationConfig).toEqual({
      responseModalities: ['AUDIO'],
      speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Puck' } } },
    });
  });
});
