import { ProviderError } from '../errors.ts';
import type { SpeechEngine, Voice } from './port.ts';

/** The voice of that id. Throws ProviderError provider_bad_request, which lists what there is. */
export function voiceNamed<V extends Voice>(
  engine: SpeechEngine['name'],
  voices: readonly V[],
  id: string,
): V {
  const named = voices.find((voice) => voice.id === id);
  if (named !== undefined) return named;
  const known = voices.map((voice) => voice.id).join(', ');
  throw new ProviderError('provider_bad_request', engine, `no voice ${id}; there are ${known}`);
}
