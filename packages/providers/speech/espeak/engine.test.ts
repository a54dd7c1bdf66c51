import { speechConformance } from '../conformance.ts';
import { createEspeakEngine } from './engine.ts';

const engine = createEspeakEngine();
const { signal } = new AbortController();

describe('espeak', () => {
  speechConformance(() => ({
    engine,
    otherVoice: 'en-gb+f3',
    rates: [120, 165],
    rateTolerance: 0.08,
    onsetToleranceMs: 80,
  }));
});

test('says which package to install when the program is missing', async () => {
  const missing = createEspeakEngine({ binary: '/nowhere/espeak-ng' });
  const speaking = missing.speak(
    { text: 'Hello.', voice: undefined, wordsPerMinute: 150, language: 'en' },
    { signal },
  );
  await expect(speaking).rejects.toMatchObject({ code: 'provider_not_installed', retryable: false });
  await expect(speaking).rejects.toThrow('apt-get install espeak-ng');
});
