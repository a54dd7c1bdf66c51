import type { Brand, ThemeName } from '@vividly/lesson';
import { contrast, mix, readable, rgbOf } from './color.ts';
import type { Accent, Theme } from './look.ts';
import { themeFrom, type Palette } from './palette.ts';
import { palettes } from './palettes.ts';

export type { Accent, Look, Theme } from './look.ts';

/** What of an organization's branding changes colours and type. */
export type BrandStyle = Pick<Brand, 'accent' | 'font'>;

/** WCAG 2.2, 1.4.3. */
const LEAST_CONTRAST = 4.5;

/** The looks of a theme, in the organization's colour and font where it has its own. */
export function themeOf(name: ThemeName, brand: BrandStyle | null): Theme {
  const palette = palettes[name];
  return themeFrom(brand === null ? palette : branded(palette, brand));
}

/**
 * The organization's colour leads in place of the theme's, as near to it as can be read: darker on light cards, lighter
 * on dark ones.
 */
function branded(palette: Palette, { accent, font }: BrandStyle): Palette {
  return {
    ...palette,
    ...(accent !== null && { accent: accentFrom(accent, palette) }),
    ...(font !== null && { typeface: { ...palette.typeface, face: font } }),
  };
}

function accentFrom(color: string, { card, accent }: Palette): Accent {
  const dark = contrast(rgbOf(card.fill), rgbOf('#000000')) < contrast(rgbOf(card.fill), rgbOf('#FFFFFF'));
  const least = dark ? 7 : LEAST_CONTRAST;
  const strong = readable(color, dark ? '#FFFFFF' : '#000000', [card.fill, accent.on], least);
  return { strong, on: accent.on, tint: mix(strong, card.fill, 0.86) };
}
