import type { Lexicon } from '../lexicon/lexicon.ts';

/** espeak-ng's mnemonics (its docs/phonemes.md) for phones of CMU's set; those that differ where they are unstressed. */
const MNEMONICS: Readonly<Record<string, string>> = {
  aa: '0',
  ae: 'a',
  ah: 'V',
  ao: 'O:',
  aw: 'aU',
  ax: '@',
  ay: 'aI',
  ch: 'tS',
  dh: 'D',
  eh: 'E',
  er: '3:',
  er0: '3',
  ey: 'eI',
  hh: 'h',
  ih: 'I',
  iy: 'i:',
  iy0: 'i',
  jh: 'dZ',
  ng: 'N',
  ow: 'oU',
  oy: 'OI',
  sh: 'S',
  th: 'T',
  uh: 'U',
  uw: 'u:',
  y: 'j',
  zh: 'Z',
};
/** Sounds after which a possessive is a syllable, and those after which it is not voiced. */
const HISSING = new Set(['s', 'z', 'sh', 'zh', 'ch', 'jh']);
const VOICELESS = new Set(['p', 't', 'k', 'f', 'th']);

/** `text` with the words of the lexicon as phonemes in double brackets, which espeak-ng says as they are. Pure. */
export function inPhonemes(text: string, { phones }: Pick<Lexicon, 'phones'>): string {
  return text.replace(
    /(?<![\w'-])([a-z]+)('s)?(?![\w'-])/gi,
    (written, word: string, possessive?: string) => {
      const said = phones.get(word.toLowerCase());
      if (said === undefined) return written;
      return phonemesOf(possessive === undefined ? said : [...said, ...possessiveOf(said.at(-1) ?? '')]);
    },
  );
}

function possessiveOf(last: string): string[] {
  if (HISSING.has(last)) return ['ih0', 'z'];
  return [VOICELESS.has(last) ? 's' : 'z'];
}

/** Bars keep neighbours apart that would be another phoneme together. */
function phonemesOf(phones: readonly string[]): string {
  const mnemonics = phones.map((phone) => {
    const bare = phone.replace(/[01]$/, '');
    return `${phone.endsWith('1') ? "'" : ''}${MNEMONICS[phone] ?? MNEMONICS[bare] ?? bare}`;
  });
  return `[[${mnemonics.join('|')}]]`;
}
