import type { CallGuard } from '../call-guard.ts';
import { createEspeakEngine } from './espeak/engine.ts';
import { createFliteEngine } from './flite/engine.ts';
import { createGeminiSpeech } from './gemini/engine.ts';
import type { SpeechEngine } from './port.ts';

/** The speech part of a process's environment. */
export interface SpeechSettings {
  SPEECH_PROVIDER: SpeechEngine['name'];
  SPEECH_FALLBACK: readonly SpeechEngine['name'][];
  GEMINI_API_KEY?: string | undefined;
  GEMINI_BASE_URL?: string | undefined;
  GEMINI_SPEECH_MODEL: string;
  GEMINI_SPEECH_VOICE: string;
}

/** The engines that the environment names, in order of preference; `guard` stands before every call of Gemini. */
export function createSpeechEngines(
  settings: SpeechSettings,
  guard: CallGuard,
): [SpeechEngine, ...SpeechEngine[]] {
  const adapters: Record<SpeechEngine['name'], () => SpeechEngine> = {
    flite: () => createFliteEngine(),
    espeak: () => createEspeakEngine(),
    gemini: () =>
      createGeminiSpeech({
        apiKey: settings.GEMINI_API_KEY ?? '',
        model: settings.GEMINI_SPEECH_MODEL,
        voice: settings.GEMINI_SPEECH_VOICE,
        guard,
        ...(settings.GEMINI_BASE_URL === undefined ? {} : { baseUrl: settings.GEMINI_BASE_URL }),
      }),
  };
  return [adapters[settings.SPEECH_PROVIDER](), ...settings.SPEECH_FALLBACK.map((name) => adapters[name]())];
}
