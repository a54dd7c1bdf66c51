import { GlobalFonts } from '@napi-rs/canvas';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The fonts ship as npm packages: the picture is the same on every machine and needs no system font. Lexend is made
 * for easy reading; what it lacks comes from Noto Sans (Greek, superscript and subscript signs) and Noto Sans Math
 * (arrows, operators).
 */
export type Weight = 'regular' | 'semibold' | 'bold';

const files = {
  regular: {
    lexend: '400Regular/Lexend_400Regular.ttf',
    notoSans: '400Regular/NotoSans_400Regular.ttf',
  },
  semibold: {
    lexend: '600SemiBold/Lexend_600SemiBold.ttf',
    notoSans: '600SemiBold/NotoSans_600SemiBold.ttf',
  },
  bold: {
    lexend: '700Bold/Lexend_700Bold.ttf',
    notoSans: '700Bold/NotoSans_700Bold.ttf',
  },
} as const satisfies Record<Weight, unknown>;

const MATH = '400Regular/NotoSansMath_400Regular.ttf';

let registered = false;

/** The CSS font of a weight at `size` px; registers the fonts with the canvas on first use. */
export function cssFont(weight: Weight, size: number): string {
  if (!registered) registerFonts();
  return `${size}px "lexend-${weight}", "noto-sans-${weight}", "noto-math"`;
}

function registerFonts(): void {
  const require = createRequire(import.meta.url);
  const lexend = dirname(require.resolve('@expo-google-fonts/lexend/package.json'));
  const notoSans = dirname(require.resolve('@expo-google-fonts/noto-sans/package.json'));
  const notoMath = dirname(require.resolve('@expo-google-fonts/noto-sans-math/package.json'));
  const add = (file: string, family: string): void => {
    if (GlobalFonts.registerFromPath(file, family) === null)
      throw new Error(`The font ${file} could not be loaded`);
  };
  for (const weight of ['regular', 'semibold', 'bold'] as const) {
    add(join(lexend, files[weight].lexend), `lexend-${weight}`);
    add(join(notoSans, files[weight].notoSans), `noto-sans-${weight}`);
  }
  add(join(notoMath, MATH), 'noto-math');
  registered = true;
}
