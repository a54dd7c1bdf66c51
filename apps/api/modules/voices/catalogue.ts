import type { SpeechEngine, Voice } from '@vividly/providers';

/** The engines that lessons are spoken by, in order of preference. */
export type SpeechEngines = readonly [SpeechEngine, ...SpeechEngine[]];

/** A voice and the engine that has it. */
export interface OfferedVoice {
  voice: Voice;
  engine: SpeechEngine;
}

/** Every voice that a request may name, those of the preferred engine first. */
export function offeredVoices(engines: SpeechEngines): OfferedVoice[] {
  return engines.flatMap((engine) => engine.voices.map((voice) => ({ voice, engine })));
}

/** The voice that speaks for requests that name none. */
export function isDefault({ voice, engine }: OfferedVoice, [preferred]: SpeechEngines): boolean {
  return engine === preferred && voice.id === preferred.defaultVoice;
}
