import type { Voice } from '../port.ts';

/** Prebuilt voices of Gemini's text-to-speech models, in Google's words. https://ai.google.dev/gemini-api/docs/speech-generation#voices */
const MANNERS = {
  Zephyr: 'bright', Puck: 'upbeat', Charon: 'informative', Kore: 'firm', Fenrir: 'excitable', Leda: 'youthful',
  Orus: 'firm', Aoede: 'breezy', Callirrhoe: 'easy-going', Autonoe: 'bright', Enceladus: 'breathy', Iapetus: 'clear',
  Umbriel: 'easy-going', Algieba: 'smooth', Despina: 'smooth', Erinome: 'clear', Algenib: 'gravelly',
  Rasalgethi: 'informative', Laomedeia: 'upbeat', Achernar: 'soft', Alnilam: 'firm', Schedar: 'even', Gacrux: 'mature',
  Pulcherrima: 'forward', Achird: 'friendly', Zubenelgenubi: 'casual', Vindemiatrix: 'gentle', Sadachbia: 'lively',
  Sadaltager: 'knowledgeable', Sulafat: 'warm',
} as const; // prettier-ignore

export const VOICES: readonly Voice[] = Object.entries(MANNERS).map(([id, manner]) => ({
  id,
  name: id,
  language: 'en',
  description: `${manner[0]?.toUpperCase() ?? ''}${manner.slice(1)}; by Gemini.`,
}));
