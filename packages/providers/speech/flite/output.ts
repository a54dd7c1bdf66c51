import type { TimedPhone } from '../timing/phones.ts';

export const PAUSE = 'pau';
const VOWELS = new Set(
  ['aa', 'ae', 'ah', 'ao', 'aw', 'ax', 'ay', 'eh', 'er', 'ey', 'ih', 'iy', 'ow', 'oy', 'uh', 'uw'], // prettier-ignore
);

/** Whether a phone of flite's set (CMU's, in lower case, plus `ax`) is a vowel. */
export function isVowel(phone: string): boolean {
  return VOWELS.has(phone);
}

/**
 * Phones that `flite -psdur` printed, pauses left out: one line per utterance of `phone:end` in seconds, each line
 * starting again from zero, while the sound file holds the utterances one after the other.
 */
export function parseTimedPhones(output: string): TimedPhone[] {
  const phones: TimedPhone[] = [];
  let utteranceStart = 0;
  for (const line of output.split('\n')) {
    let clock = utteranceStart;
    for (const [, phone = '', end] of line.matchAll(/([a-z_]+):([0-9.]+)/g)) {
      const endMs = utteranceStart + Number(end) * 1000;
      if (phone !== PAUSE) phones.push({ phone, startMs: clock, endMs });
      clock = endMs;
    }
    utteranceStart = clock;
  }
  return phones;
}

/** Phones that `flite -ps` printed, pauses included. */
export function parsePhones(output: string): string[] {
  return output.split(/\s+/).filter(Boolean);
}
