import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProviderError } from '../../errors.ts';
import { PAUSE, parsePhones } from './output.ts';

/** A made-up word that is spoken between the words, so that their phones can be told apart. */
const SEPARATOR = 'quux';
const SEPARATOR_PHONES = ['k', 'w', 'aa', 'k', 's'];

/**
 * The phones of each word on its own, from one run over "word. quux. word. quux. …".
 *
 * @param words what flite is given for each word of the caption; an empty one has no phones
 * @param run runs flite on a text file and returns what `-ps` printed
 * @throws ProviderError provider_invalid_output when the separators cannot be told from the words
 */
export async function pronunciationsOf(
  words: readonly string[],
  directory: string,
  run: (textFile: string) => Promise<string>,
): Promise<string[][]> {
  const spoken = words.filter(isSpoken);
  const textFile = join(directory, 'words.txt');
  await writeFile(textFile, spoken.map((word) => `${word}.\n${SEPARATOR}.\n`).join(''));
  const groups = splitAtSeparator(parsePhones(await run(textFile)));
  if (groups.length !== spoken.length)
    throw new ProviderError(
      'provider_invalid_output',
      'flite',
      `flite spoke ${groups.length} of ${spoken.length} words: ${words.join(' ')}`,
    );
  return words.map((word) => (isSpoken(word) ? (groups.shift() ?? []) : []));
}

function isSpoken(word: string): boolean {
  return /[a-zA-Z0-9]/.test(word);
}

/** The phones between one separator and the next. A separator always stands between two pauses. */
function splitAtSeparator(phones: readonly string[]): string[][] {
  const pattern = [PAUSE, ...SEPARATOR_PHONES, PAUSE];
  const groups: string[][] = [];
  let group: string[] = [];
  let at = 0;
  while (at < phones.length) {
    if (pattern.every((phone, i) => phones[at + i] === phone)) {
      groups.push(group);
      group = [];
      // The closing pause may open the next separator.
      at += pattern.length - 1;
    } else {
      const phone = phones[at] ?? PAUSE;
      if (phone !== PAUSE) group.push(phone);
      at += 1;
    }
  }
  return groups;
}
