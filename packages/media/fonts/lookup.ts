import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { MediaError } from '../errors.ts';
import { coveragePath, packageFolder, shippedFonts, type Coverage, type ShippedFont } from './shipped.ts';

/** A file of a shipped font, under the name by which the canvas knows it. */
export interface FontFile {
  font: ShippedFont;
  family: string;
  path: string;
}

type Index = ReadonlyMap<number, FontFile>;

const [chinese, japanese, korean] = [
  ['noto-sc', 'noto-jp', 'noto-kr'],
  ['noto-jp', 'noto-sc', 'noto-kr'],
  ['noto-kr', 'noto-jp', 'noto-sc'],
] as const;
const others = (Object.keys(shippedFonts) as ShippedFont[]).filter(
  (font) => !chinese.includes(font as never),
);

/** Nothing is drawn for these, or only room is left. */
const invisible = /[\s\p{Default_Ignorable_Code_Point}]/u;
/** Characters that are pictures by themselves or were asked to be. */
const emoji = /\p{Emoji_Presentation}|\p{Emoji}\uFE0F/u;

let coverage: Coverage | undefined;
const indices = new Map<ShippedFont, Index>();

/**
 * The files that hold the characters of a text, in the order in which they are to be asked.
 *
 * Chinese, Japanese and Korean write the same characters in different shapes: a text with kana takes the Japanese ones,
 * one with hangul the Korean, any other the Chinese.
 *
 * @throws MediaError `media_missing_glyph` when no shipped font has a character
 */
export function fontFilesFor(text: string): FontFile[] {
  const fonts = [...others, ...eastAsianOrder(text)];
  const found = new Set<FontFile>();
  if (emoji.test(text)) found.add(emojiFile());
  for (const character of text) {
    if (invisible.test(character)) continue;
    const point = character.codePointAt(0) as number;
    const file = fileWith(point, fonts);
    if (file === undefined)
      throw new MediaError(
        'media_missing_glyph',
        `no shipped font has ${named(point)}, which stands in “${text}”`,
      );
    found.add(file);
  }
  return [...found].sort((a, b) => fonts.indexOf(a.font) - fonts.indexOf(b.font));
}

function eastAsianOrder(text: string): readonly ShippedFont[] {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return japanese;
  return /\p{Script=Hangul}/u.test(text) ? korean : chinese;
}

function emojiFile(): FontFile {
  return indexOf('noto-emoji').values().next().value as FontFile;
}

function fileWith(point: number, fonts: readonly ShippedFont[]): FontFile | undefined {
  for (const font of fonts) {
    const file = indexOf(font).get(point);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** Which file holds which character of a font; made when the first text comes that needs it. */
function indexOf(font: ShippedFont): Index {
  const known = indices.get(font);
  if (known !== undefined) return known;
  coverage ??= JSON.parse(readFileSync(coveragePath, 'utf8')) as Coverage;
  const folder = packageFolder(shippedFonts[font].from);
  const index = new Map<number, FontFile>();
  for (const [path, ranges] of Object.entries(coverage[font])) {
    const file = { font, family: basename(path).replace(/\.\w+$/, ''), path: join(folder, path) };
    for (const [from, to] of rangesIn(ranges))
      for (let point = from; point <= to; point += 1) if (!index.has(point)) index.set(point, file);
  }
  indices.set(font, index);
  return index;
}

function rangesIn(text: string): [number, number][] {
  return text.split(' ').map((range) => {
    const [from = '', to = from] = range.split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  });
}

function named(point: number): string {
  return `${String.fromCodePoint(point)} (U+${point.toString(16).toUpperCase().padStart(4, '0')})`;
}
