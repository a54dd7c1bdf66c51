import type { Voice } from '../port.ts';

/**
 * Voices in Debian's flite. Not the diphone voices kal and kal16, whose sound runs up to a tenth shorter than the times
 * that flite prints for it. `msPerWord` at their own tempo, over 127 sentences of the library's lessons.
 */
export const VOICES: readonly (Voice & { msPerWord: number })[] = [
  {
    id: 'slt',
    name: 'Slt',
    language: 'en-US',
    gender: 'female',
    description: 'Clear American voice; offline.',
    msPerWord: 309,
  },
  {
    id: 'rms',
    name: 'Rms',
    language: 'en-US',
    gender: 'male',
    description: 'Calm American voice; offline.',
    msPerWord: 356,
  },
  {
    id: 'awb',
    name: 'Awb',
    language: 'en-GB-scotland',
    gender: 'male',
    description: 'Scottish voice; offline.',
    msPerWord: 318,
  },
];
