import { speechConformance } from '../conformance.ts';
import { createFliteEngine } from './engine.ts';

const engine = createFliteEngine();
const { signal } = new AbortController();

describe('flite', () => {
  speechConformance(() => ({
    engine,
    otherVoice: 'rms',
    rates: [120, 165],
    rateTolerance: 0.02,
    onsetToleranceMs: 40,
  }));
});

test('says which package to install when the program is missing', async () => {
  const missing = createFliteEngine({ binary: '/nowhere/flite' });
  const speaking = missing.speak(
    { text: 'Hello.', voice: undefined, wordsPerMinute: 150, language: 'en' },
    { signal },
  );
  await expect(speaking).rejects.toMatchObject({ code: 'provider_not_installed', retryable: false });
  await expect(speaking).rejects.toThrow('apt-get install flite');
  expect(() => missing.version).toThrow('apt-get install flite');
});
