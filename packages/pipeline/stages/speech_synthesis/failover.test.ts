import { createSpeechEngines } from '@vividly/providers';
import * as gemini from '@vividly/testing/gemini';
import { finishLesson } from '../../finish.ts';
import { contextOf } from '../../test/context.ts';
import { frozenLesson } from '../../test/frozen.ts';
import { shortLesson } from '../../test/lesson.ts';
import { writtenAs } from '../../test/speech.ts';
import { openWorkbench } from '../../test/workbench.ts';
import { speechSynthesis } from './contract.ts';
import { createSpeechHandler } from './handler.ts';

/** A scene of two sentences: quick to speak, and enough for a failure in the middle. */
const [scene] = shortLesson.scenes;

let fake: gemini.FakeGemini;
beforeEach(async () => {
  fake = await gemini.startFakeGemini();
});
afterEach(() => fake.close());

/** Speaks the scene as a worker with these settings does, and gives what the lesson's result says of the speech. */
async function spokenWith(settings: { fallback: readonly ('flite' | 'espeak')[]; url?: string }) {
  const voices = createSpeechEngines(
    {
      SPEECH_PROVIDER: 'gemini',
      SPEECH_FALLBACK: settings.fallback,
      GEMINI_API_KEY: fake.apiKey,
      GEMINI_BASE_URL: settings.url ?? fake.url,
      GEMINI_SPEECH_MODEL: 'gemini-2.5-flash-preview-tts',
      GEMINI_SPEECH_VOICE: 'Kore',
    },
    async (_circuit, call) => call(),
  );
  const bench = await openWorkbench({ voices });
  try {
    const handler = createSpeechHandler(bench.deps);
    const [hook] = handler.plan(contextOf(writtenAs()));
    const output = await handler.run(hook!.input, await bench.task(speechSynthesis.stage, hook!.part));
    const speech_synthesis = [{ part: hook!.part, output }];
    const { result } = finishLesson(contextOf({ ...frozenLesson(), speech_synthesis }));
    const words = output.speech.words.map(({ text }) => text);
    return { speech: (result['providers'] as { speech: string }).speech, words };
  } finally {
    await bench.close();
  }
}

const written = scene!.sentences.flatMap(({ text }) => text.split(' '));

test.each([
  ['is overloaded', gemini.overloadedReply()],
  ['has an internal error', gemini.internalErrorReply()],
  ['hangs up', { kind: 'hang_up' } as const],
  ['is hidden behind a proxy’s error page', gemini.foreignReply(502)],
])('where Gemini %s, the offline engine speaks and is named', async (_what, reply) => {
  fake.reply(() => reply);
  const { speech, words } = await spokenWith({ fallback: ['flite'] });
  expect(speech).toMatch(/^flite:[^,]+$/);
  expect(words).toEqual(written);
  expect(fake.calls.length).toBeGreaterThan(0);
});

test('where nothing answers at its address, the next engine in the chain speaks', async () => {
  await fake.close();
  const { speech, words } = await spokenWith({ fallback: ['espeak', 'flite'] });
  expect(speech).toMatch(/^espeak:[^,]+$/);
  expect(words).toEqual(written);
  fake = await gemini.startFakeGemini();
});

test('a scene in whose middle Gemini fails is spoken by one voice', async () => {
  const second = new Int16Array(24_000).map((_, index) => 8_000 * Math.sin(index / 20));
  fake.reply(gemini.audioReply(second));
  fake.reply(() => gemini.overloadedReply());
  const { speech } = await spokenWith({ fallback: ['flite'] });
  expect(fake.calls.length).toBeGreaterThan(1);
  expect(speech).toMatch(/^flite:[^,]+$/);
});

test('without a fallback the task fails with Gemini’s reason: nothing stands in that was not configured', async () => {
  fake.reply(() => gemini.overloadedReply());
  await expect(spokenWith({ fallback: [] })).rejects.toMatchObject({
    code: 'provider_unavailable',
    provider: 'gemini',
    retryable: true,
  });
});
