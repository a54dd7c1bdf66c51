import type { Voice } from '../port.ts';

/** English voices of espeak-ng. `msPerWord` at `-s 160`, over 127 sentences of the library's lessons. */
export const VOICES: readonly (Voice & { msPerWord: number })[] = [
  voice('en-us', 'American', 'en-US', 'male', 326),
  voice('en-us+f3', 'American', 'en-US', 'female', 325),
  voice('en-gb', 'British', 'en-GB', 'male', 321),
  voice('en-gb+f3', 'British', 'en-GB', 'female', 321),
  voice('en-gb-scotland', 'Scottish', 'en-GB-scotland', 'male', 312),
];

function voice(
  id: string,
  accent: string,
  language: Voice['language'],
  gender: 'female' | 'male',
  msPerWord: number,
): Voice & { msPerWord: number } {
  const name = `${accent} (${gender})`;
  return { id, name, language, gender, description: 'Made by rule, plainly synthetic; offline.', msPerWord };
}
