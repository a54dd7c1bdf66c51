import { create } from 'fontkitten';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packageFolder, shippedFonts, type Coverage } from './shipped.ts';

/** The characters of every shipped file, read from its cmap. For the table that is kept: decoding takes seconds. */
export function measuredCoverage(): Coverage {
  return Object.fromEntries(
    Object.entries(shippedFonts).map(([font, { from, files }]) => {
      const folder = packageFolder(from);
      const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((path) => files.test(path))
        .sort();
      return [
        font,
        Object.fromEntries(
          paths.map((path) => [
            relative(folder, join(folder, path)),
            rangesOf(charactersOf(join(folder, path))),
          ]),
        ),
      ];
    }),
  ) as Coverage;
}

function charactersOf(path: string): number[] {
  const font = create(readFileSync(path));
  if (font.isCollection) throw new Error(`${path} holds several fonts`);
  return font.characterSet;
}

/** "41-5a 61": rising ranges of code points in hex. */
function rangesOf(characters: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const character of [...new Set(characters)].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.[1] === character - 1) last[1] = character;
    else ranges.push([character, character]);
  }
  return ranges
    .map(([from, to]) => (from === to ? from.toString(16) : `${from.toString(16)}-${to.toString(16)}`))
    .join(' ');
}
