/** Put between phonemes with `--sep`; no phoneme of English holds it. */
export const PHONEME_SEPARATOR = '~';

/** Whether a phoneme mnemonic of espeak-ng (see its docs/phonemes.md) is a vowel. */
export function isVowel(phoneme: string): boolean {
  return /^[aeiouAEIOUV03@]/.test(phoneme);
}

/**
 * The phonemes that `espeak-ng -x --sep=~` printed, one list per spoken unit. A unit is what espeak speaks without a
 * word gap inside: a word, or small words run together ("of the").
 */
export function parseUnits(output: string): string[][] {
  return output
    .replace(/\([a-z-]+\)/g, ' ') // marks where the language changes
    .split(/\s+/)
    .map((unit) =>
      unit
        .split(PHONEME_SEPARATOR)
        .map((phoneme) => phoneme.replace(/[',%;|]/g, ''))
        .filter((phoneme) => phoneme !== '' && !phoneme.startsWith('_')),
    )
    .filter((unit) => unit.length > 0);
}
