import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** How school words, and things that learners love, are said where engines' own dictionaries lack them or are wrong. */
export interface Lexicon {
  /** A file that flite reads as it is. */
  path: string;
  /** Of the file: part of the versions of engines that use it. */
  digest: string;
  /** By the word in small letters: phones of CMU's set with their stress, `p ax0 l aa1 t iy0 z`. */
  phones: ReadonlyMap<string, readonly string[]>;
}

/** Reads the lexicon. Throws `Error` for a line that is not `word nil : phones`. */
export function readLexicon(): Lexicon {
  const root = dirname(createRequire(import.meta.url).resolve('@vividly/providers/package.json'));
  const path = join(root, 'speech', 'lexicon', 'lexicon.txt');
  const text = readFileSync(path, 'utf8');
  return {
    path,
    digest: createHash('sha256').update(text).digest('hex').slice(0, 8),
    phones: new Map(text.trimEnd().split('\n').map(entryOf)),
  };
}

function entryOf(line: string): [word: string, phones: string[]] {
  const [, word, phones] = /^([a-z]+) nil : ([a-z]+[01]?(?: [a-z]+[01]?)*)$/.exec(line) ?? [];
  if (word === undefined || phones === undefined) throw new Error(`the lexicon has a line "${line}"`);
  return [word, phones.split(' ')];
}
