import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The fonts that fill in for the face of a theme, as npm packages, in the order in which they are asked for a
 * character. Noto Sans Math has Arabic letters too, without their joined forms: it comes after Arabic. Fonts with
 * numbered files are cut into slices of some 150 characters each, the frequent ones together: a text loads the few that
 * it needs.
 */
export const shippedFonts = {
  'noto-sans': { from: '@expo-google-fonts/noto-sans', files: /400Regular\/.*\.ttf$/ },
  'noto-arabic': { from: '@fontsource-variable/noto-sans-arabic', files: /-arabic-wght-normal\.woff2$/ },
  'noto-hebrew': { from: '@fontsource-variable/noto-sans-hebrew', files: /-hebrew-wght-normal\.woff2$/ },
  'noto-thai': { from: '@fontsource-variable/noto-sans-thai', files: /-thai-wght-normal\.woff2$/ },
  'noto-math': { from: '@expo-google-fonts/noto-sans-math', files: /\.ttf$/ },
  'noto-emoji': { from: '@expo-google-fonts/noto-color-emoji', files: /\.ttf$/ },
  'noto-sc': { from: '@fontsource-variable/noto-sans-sc', files: /-\d+-wght-normal\.woff2$/ },
  'noto-jp': { from: '@fontsource-variable/noto-sans-jp', files: /-\d+-wght-normal\.woff2$/ },
  'noto-kr': { from: '@fontsource-variable/noto-sans-kr', files: /-\d+-wght-normal\.woff2$/ },
} as const satisfies Record<string, { from: string; files: RegExp }>;

export type ShippedFont = keyof typeof shippedFonts;

const require = createRequire(import.meta.url);

/** Where an npm package lies. Throws when it is not installed. */
export function packageFolder(name: string): string {
  return dirname(require.resolve(`${name}/package.json`));
}

/** What each file holds, as `coverage.json` keeps it: code points in hex, "3041-3096 309b". */
export type Coverage = Record<ShippedFont, Record<string, string>>;

export const coveragePath = join(packageFolder('@vividly/media'), 'fonts/coverage.json');
