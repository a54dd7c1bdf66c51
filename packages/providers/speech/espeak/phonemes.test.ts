import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLexicon } from '../lexicon/lexicon.ts';
import { runProgram } from '../program.ts';
import { createEspeakEngine } from './engine.ts';
import { parseUnits, PHONEME_SEPARATOR } from './output.ts';
import { inPhonemes } from './phonemes.ts';

const lexicon = readLexicon();
const { signal } = new AbortController();
const espeak = { provider: 'espeak', binary: 'espeak-ng', packageName: 'espeak-ng' } as const;

/** What the program itself says it speaks for each line: mnemonics of its phonemes, and where the stress is. */
async function spokenBy(voice: string, lines: readonly string[]): Promise<string[]> {
  const args = ['-q', '-x', `--sep=${PHONEME_SEPARATOR}`, '-v', voice, `${lines.join('.\n\n')}.`];
  const said = await runProgram(espeak, args, { signal });
  return said
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
const joined = (said: string) => said.replaceAll(PHONEME_SEPARATOR, '');

test.each(['en-us', 'en-gb', 'en-gb-scotland'])(
  '%s says every phone of every word of the lexicon',
  async (voice) => {
    const words = [...lexicon.phones.keys()];
    const said = await spokenBy(
      voice,
      words.map((word) => inPhonemes(word, lexicon)),
    );
    expect(said).toHaveLength(words.length);
    for (const [index, word] of words.entries()) {
      const phones = lexicon.phones.get(word) ?? [];
      const stresses = phones.filter((phone) => phone.endsWith('1')).length;
      const line = said[index] ?? '';
      // `r-` links an r-coloured vowel to the next one.
      const heard = parseUnits(line)
        .flat()
        .filter((phoneme) => phoneme !== 'r-');
      expect([word, heard.length]).toEqual([word, phones.length]);
      expect([word, line.match(/[',]/g)?.length]).toEqual([word, stresses]);
    }
  },
);

test('words that espeak-ng alone says wrong', async () => {
  const right = {
    ribosome: "r'aIb@soUm",
    beyonce: "bi;'0nseI",
    moana: "moU'0n@",
    pythagorean: "p@T'ag3r-'i:;@n",
    pilates: "p@l'0t#iz",
  };
  const words = Object.keys(right);
  const alone = (await spokenBy('en-us', words)).map(joined);
  const said = await spokenBy(
    'en-us',
    words.map((word) => inPhonemes(word, lexicon)),
  );
  const told = said.map(joined);
  for (const [index, word] of words.entries()) expect([word, alone[index]]).not.toEqual([word, told[index]]);
  expect(told).toEqual(Object.values(right));
});

test('only whole words are replaced, with their possessives', () => {
  const { phones } = {
    phones: new Map([
      ['moana', ['m', 'ow0', 'aa1', 'n', 'ax0']],
      ['pilates', ['p', 'iy0', 'z']],
    ]),
  };
  const of = (text: string) => inPhonemes(text, { phones });
  expect(of('Moana, pilates.')).toBe("[[m|oU|'0|n|@]], [[p|i|z]].");
  expect(of("moana's pilates's")).toBe("[[m|oU|'0|n|@|z]] [[p|i|z|I|z]]");
  expect(of('moanas moana-like x')).toBe('moanas moana-like x');
});

describe('the engine', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'vividly-espeak-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  test('speaks by the lexicon, and still knows when each word is said', async () => {
    const binary = join(directory, 'espeak-ng');
    const log = join(directory, 'texts');
    writeFileSync(binary, `#!/bin/sh\nfor file; do :; done\ncat "$file" >> '${log}'\nexec espeak-ng "$@"\n`);
    chmodSync(binary, 0o755);
    const text = 'A cell’s ribosome, Beyoncé’s Pokémon and Moana do pilates.';
    const { words, pcm, sampleRate } = await createEspeakEngine({ binary }).speak(
      { text, voice: undefined, wordsPerMinute: 150, language: 'en' },
      { signal },
    );
    expect(readFileSync(log, 'utf8')).toMatch(/\[\[r\|'aI.*\[\[b\|i\|'0.*\[\[p\|'oU.*\[\[m\|oU.*\[\[p\|@/);
    expect(words.map((word) => word.text)).toEqual(text.split(' '));
    for (const { text: word, startMs, endMs } of words)
      expect([word, endMs - startMs > (word.length > 3 ? 150 : 25)]).toEqual([word, true]);
    expect(words.at(-1)?.endMs).toBeLessThanOrEqual((pcm.length * 1000) / sampleRate);
  });
});
