import { Problem } from '../../http/problems.ts';
import { offeredVoices, type SpeechEngines } from './catalogue.ts';

/** Throws validation_failed, which lists the known voices, when `id` is none of them. */
export function assertVoice(id: string | undefined, engines: SpeechEngines): void {
  if (id === undefined) return;
  const known = offeredVoices(engines).map(({ voice }) => voice.id);
  if (known.includes(id)) return;
  throw new Problem('validation_failed', 'The body is not valid.', {
    errors: [{ path: 'voice', message: `is none of the voices: ${known.join(', ')}` }],
  });
}
