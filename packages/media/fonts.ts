import { GlobalFonts } from '@napi-rs/canvas';
import type { Brand } from '@vividly/lesson';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

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
    scale: 0.92,
    weights: {
      regular: 'files/opendyslexic-latin-400-normal.woff2',
      semibold: 'files/opendyslexic-latin-700-normal.woff2',
      bold: 'files/opendyslexic-latin-700-normal.woff2',
    },
  },
};

const MATH = { from: '@expo-google-fonts/noto-sans-math', file: '400Regular/NotoSansMath_400Regular.ttf' };

let registered = false;

/** The CSS font at `size` px; registers the fonts with the canvas on first use. */
export function cssFont({ face, weight }: Font, size: number): string {
  if (!registered) registerFonts();
  return `${size * files[face].scale}px "${face}-${weight}", "noto_sans-${weight}", "noto-math"`;
}

/** Room between letters at `size` px, as the canvas takes it. */
export function cssSpacing({ spacing }: Font, size: number): string {
  return `${spacing * size}px`;
}

function registerFonts(): void {
  const require = createRequire(import.meta.url);
  const add = (from: string, file: string, family: string): void => {
    const path = join(dirname(require.resolve(`${from}/package.json`)), file);
    if (GlobalFonts.registerFromPath(path, family) === null)
      throw new Error(`The font ${path} could not be loaded`);
  };
  for (const [face, { from, weights }] of Object.entries(files))
    for (const [weight, file] of Object.entries(weights)) add(from, file, `${face}-${weight}`);
  add(MATH.from, MATH.file, 'noto-math');
  registered = true;
}
