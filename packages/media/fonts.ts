import { GlobalFonts } from '@napi-rs/canvas';
import type { Brand } from '@vividly/lesson';
import { join } from 'node:path';
import { fontFilesFor } from './fonts/lookup.ts';
import { packageFolder, type ShippedFont } from './fonts/shipped.ts';

/**
 * The fonts ship as npm packages: the picture is the same on every machine and needs no system font. Lexend is made
 * for easy reading; what it lacks comes from Noto Sans (Greek, superscript and subscript signs) and Noto Sans Math
 * (arrows, operators).
 */
export type Weight = 'regular' | 'semibold' | 'bold';
export type Face = NonNullable<Brand['font']>;

/** A face with the room between its letters, as a share of the size. */
export interface Typeface {
  face: Face;
  spacing: number;
}

/** What a row of text is set in. */
export interface Font extends Typeface {
  weight: Weight;
}

/** A typeface in each of its weights. */
export function typeOf(typeface: Typeface): Record<Weight, Font> {
  const font = (weight: Weight): Font => ({ ...typeface, weight });
  return { regular: font('regular'), semibold: font('semibold'), bold: font('bold') };
}

/**
 * Files by package, face and weight. OpenDyslexic has two weights, and letters so large for their size that `scale`
 * brings them to the height of the others.
 */
const files: Record<Face, { from: string; scale: number; weights: Record<Weight, string> }> = {
  lexend: {
    from: '@expo-google-fonts/lexend',
    scale: 1,
    weights: {
      regular: '400Regular/Lexend_400Regular.ttf',
      semibold: '600SemiBold/Lexend_600SemiBold.ttf',
      bold: '700Bold/Lexend_700Bold.ttf',
    },
  },
  noto_sans: {
    from: '@expo-google-fonts/noto-sans',
    scale: 1,
    weights: {
      regular: '400Regular/NotoSans_400Regular.ttf',
      semibold: '600SemiBold/NotoSans_600SemiBold.ttf',
      bold: '700Bold/NotoSans_700Bold.ttf',
    },
  },
  opendyslexic: {
    from: '@fontsource/opendyslexic',
    scale: 0.86,
    weights: {
      regular: 'files/opendyslexic-latin-400-normal.woff2',
      semibold: 'files/opendyslexic-latin-700-normal.woff2',
      bold: 'files/opendyslexic-latin-700-normal.woff2',
    },
  },
};

const MATH = { from: '@expo-google-fonts/noto-sans-math', file: '400Regular/NotoSansMath_400Regular.ttf' };

let registered = false;

const cssWeights = { regular: 400, semibold: 600, bold: 700 } as const satisfies Record<Weight, number>;
/** Fonts of `fonts/shipped.ts` that are always loaded, under names of their own. */
const always: readonly ShippedFont[] = ['noto-sans', 'noto-math'];
const loaded = new Set<string>();

/**
 * The CSS font at `size` px for a text; loads what the text needs when it is first needed.
 *
 * @throws MediaError `media_missing_glyph` when no shipped font has a character of the text
 */
export function cssFont({ face, weight }: Font, size: number, text: string): string {
  if (!registered) registerFonts();
  const own = fontFilesFor(text).filter(({ font }) => !always.includes(font));
  for (const { family, path } of own) {
    if (loaded.has(family)) continue;
    register(path, family);
    loaded.add(family);
  }
  const families = [
    `${face}-${weight}`,
    ...own.map(({ family }) => family),
    `noto_sans-${weight}`,
    'noto-math',
  ];
  // Only the fonts of scripts hold all weights in one file.
  const cssWeight = own.length === 0 ? '' : `${cssWeights[weight]} `;
  return `${cssWeight}${size * files[face].scale}px ${families.map((family) => `"${family}"`).join(', ')}`;
}

/** Scripts whose letters touch: room between them would tear words apart. */
const joined = /[\p{Script=Arabic}\p{Script=Devanagari}]/u;

/** Room between the letters of a text at `size` px, as the canvas takes it. */
export function cssSpacing({ spacing }: Font, size: number, text: string): string {
  return joined.test(text) ? '0px' : `${spacing * size}px`;
}

function register(path: string, family: string): void {
  if (GlobalFonts.registerFromPath(path, family) === null)
    throw new Error(`The font ${path} could not be loaded`);
}

function registerFonts(): void {
  for (const [face, { from, weights }] of Object.entries(files))
    for (const [weight, file] of Object.entries(weights))
      register(join(packageFolder(from), file), `${face}-${weight}`);
  register(join(packageFolder(MATH.from), MATH.file), 'noto-math');
  registered = true;
}
