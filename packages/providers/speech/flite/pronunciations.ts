import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProviderError } from '../../errors.ts';
import { separatorFor } from '../timing/separator.ts';
import { PAUSE, parsePhones } from './output.ts';

/**
 * The phones of each word on its own, from one run over "quux, word, quux, word, quux". Commas, because a full stop
 * makes abbreviations of "no." and "st." and lets them merge with what follows.
 *
 * @param words what flite is given for each word of the caption; one without letters or digits has no phones
 * @param run runs flite on a text file and returns what `-ps` printed
 * @throws ProviderError provider_invalid_output when the words cannot be told apart
 */
export async function pronunciationsOf(
  words: readonly string[],
  directory: string,
  run: (textFile: string) => Promise<string>,
): Promise<string[][]> {
  const spoken = words.filter(isSpoken);
  const separator = separatorFor(words);
  const textFile = join(directory, 'words.txt');
  await writeFile(
    textFile,
    `${separator},\n${spoken.map((word) => `${unpunctuated(word)},\n${separator},\n`).join('')}`,
  );
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

/** Without the marks at its end, save the last full stop of "a.m.". */
function unpunctuated(word: string): string {
  return /\..*\.$/.test(word) ? word : word.replace(/[,.;:!?]+$/, '');
}

/** What is spoken between the separators: what stands between two pauses at the very beginning is one. */
function splitAtSeparator(phones: readonly string[]): string[][] {
  const separator = phones.slice(1, phones.indexOf(PAUSE, 1)).join(' ');
  const groups: string[][] = [];
  let phrase: string[] = [];
  for (const phone of phones.slice(1)) {
    if (phone !== PAUSE) phrase.push(phone);
    else {
      if (phrase.join(' ') === separator) groups.push([]);
      else groups.at(-1)?.push(...phrase);
      phrase = [];
    }
  }
  // Nothing follows the last separator.
  return groups.slice(0, -1);
}
