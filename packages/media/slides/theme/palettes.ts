import type { ThemeName } from '@vividly/lesson';
import type { Palette } from './palette.ts';
import type { Accent, CardColors, Surface } from './look.ts';

const onWhite = (strong: string, tint: string): Accent => ({ strong, on: '#FFFFFF', tint });
const paper = (ground: string, ornament: string, ghost: string, ink: string): Surface => ({
  ground,
  ornament,
  ghost,
  ink,
});
const plain = (ground: string, ghost: string, ink: string): Surface => ({
  ground,
  ornament: null,
  ghost,
  ink,
});

const right = onWhite('#24703A', '#DDF1DF');
const wrong = onWhite('#B3264F', '#FFE1E4');
const lexend = { face: 'lexend', spacing: 0 } as const;

const whiteCard = (edge: string, ink: string): CardColors => ({ fill: '#FFFFFF', edge, edgeWidth: 3, ink });

/** Living things and the Earth: moss on warm paper, clay beside it, and a sun. */
const nature: Palette = {
  stage: paper('#12302A', '#1B4239', '#4F7F6F', '#FBF7E9'),
  page: paper('#FAF6E8', '#F0EACD', '#C9C2A0', '#1D2F27'),
  meeting: paper('#F1F5E6', '#E0EACC', '#B4C49A', '#1D2F27'),
  warning: paper('#FBEFE8', '#F6DCCF', '#DDB6A4', '#1D2F27'),
  card: whiteCard('#DDDABF', '#1D2F27'),
  accent: onWhite('#1C6B47', '#DCEFE0'),
  companion: onWhite('#A9491A', '#FBE5D6'),
  right,
  wrong,
  spotlight: { plate: '#F5C64A', ink: '#12302A' },
  art: ['#F08A5D', '#9AD29C', '#F5C64A'],
  caption: { plate: '#0C211D', ink: '#FBF7E9' },
  typeface: lexend,
};

/** Matter and energy: dusk, an even grey-blue page, and sparks. */
const matter: Palette = {
  stage: paper('#251C3D', '#332851', '#6B5E90', '#FFF7E8'),
  page: paper('#F6F4FB', '#E8E3F4', '#BDB4D6', '#2A2140'),
  meeting: paper('#FBF4E7', '#F4E7CF', '#CDBFA6', '#2A2140'),
  warning: paper('#FDF1EC', '#F9DFD5', '#DDB9AC', '#2A2140'),
  card: whiteCard('#DCD5EA', '#2A2140'),
  accent: onWhite('#5B34B5', '#EAE2FB'),
  companion: onWhite('#BC4216', '#FFE6D8'),
  right,
  wrong,
  spotlight: { plate: '#FFC24B', ink: '#251C3D' },
  art: ['#FF9A76', '#6FE0CC', '#C3A6FF'],
  caption: { plate: '#1D1630', ink: '#FFF7E8' },
  typeface: lexend,
};

/** Numbers and programs: deep sea, graph paper, mint. */
const numbers: Palette = {
  stage: paper('#0D2B3E', '#163C53', '#4B7890', '#F2FAFB'),
  page: paper('#F1F7F9', '#DEECF0', '#A9C4CD', '#12303F'),
  meeting: paper('#F4F3FA', '#E4E2F2', '#B8B4D3', '#12303F'),
  warning: paper('#FCF0EF', '#F7DCDB', '#DDB3B2', '#12303F'),
  card: whiteCard('#CBDDE3', '#12303F'),
  accent: onWhite('#08687C', '#D6EEF2'),
  companion: onWhite('#8A2F8F', '#F4E1F5'),
  right,
  wrong,
  spotlight: { plate: '#79E2C6', ink: '#0D2B3E' },
  art: ['#79E2C6', '#FFB86B', '#B7A4FF'],
  caption: { plate: '#081D2A', ink: '#F2FAFB' },
  typeface: lexend,
};

/** People, their past and their trade: wine, parchment, gold. */
const people: Palette = {
  stage: paper('#3A1424', '#4D1E32', '#8F5A6C', '#FFF4E6'),
  page: paper('#FBF2E6', '#F3E2CA', '#D0B995', '#3A1E22'),
  meeting: paper('#F3F3EE', '#E3E4D8', '#B9BBA6', '#3A1E22'),
  warning: paper('#FCEEEA', '#F8DAD2', '#DDB3A8', '#3A1E22'),
  card: whiteCard('#E6D5BC', '#3A1E22'),
  accent: onWhite('#8F2440', '#F9E0E4'),
  companion: onWhite('#22577A', '#DCEAF3'),
  right,
  wrong: onWhite('#A33A12', '#FCE3D6'),
  spotlight: { plate: '#F4B860', ink: '#3A1424' },
  art: ['#F4B860', '#E58F8F', '#8FC1D4'],
  caption: { plate: '#270C17', ink: '#FFF4E6' },
  typeface: lexend,
};

/** White throughout, for bright rooms and for printing. */
const light: Palette = {
  stage: paper('#EEF2FC', '#DFE6F8', '#A9B6D6', '#16213B'),
  page: plain('#FFFFFF', '#B6BFD1', '#16213B'),
  meeting: plain('#FFFFFF', '#B6BFD1', '#16213B'),
  warning: plain('#FFFFFF', '#B6BFD1', '#16213B'),
  card: { fill: '#FFFFFF', edge: '#C6CEDF', edgeWidth: 3, ink: '#16213B' },
  accent: onWhite('#1D4ED8', '#E3EBFE'),
  companion: onWhite('#B4430C', '#FEE9DC'),
  right,
  wrong,
  spotlight: { plate: '#FFD166', ink: '#16213B' },
  art: ['#1D4ED8', '#F59E6B', '#6BBFA3'],
  caption: { plate: '#FFFFFF', ink: '#16213B' },
  typeface: lexend,
};

const yellow: Accent = { strong: '#FFD400', on: '#000000', tint: '#2B2400' };
const black = plain('#000000', '#595959', '#FFFFFF');

/** Black, white and yellow: contrast of at least 7 everywhere (WCAG 2.2, 1.4.6), thick outlines, no ornament. */
const highContrast: Palette = {
  stage: black,
  page: black,
  meeting: black,
  warning: black,
  card: { fill: '#000000', edge: '#FFFFFF', edgeWidth: 6, ink: '#FFFFFF' },
  accent: yellow,
  companion: { strong: '#FFFFFF', on: '#000000', tint: '#262626' },
  right: { strong: '#7CF29C', on: '#000000', tint: '#06280F' },
  wrong: { strong: '#FF9C9C', on: '#000000', tint: '#3A0A0A' },
  spotlight: { plate: '#FFD400', ink: '#000000' },
  art: ['#FFD400', '#FFFFFF', '#FFD400'],
  caption: { plate: '#000000', ink: '#FFFFFF' },
  typeface: { face: 'lexend', spacing: 0.01 },
};

const cream = plain('#FBF5E3', '#BDB28F', '#2B2B33');

/** For readers with dyslexia: cream ground, no ornament, heavy-bottomed letters with much room between them. */
const dyslexia: Palette = {
  stage: plain('#F4EACB', '#B3A67C', '#2B2B33'),
  page: cream,
  meeting: cream,
  warning: cream,
  card: { fill: '#FFFBF0', edge: '#D5C9A3', edgeWidth: 3, ink: '#2B2B33' },
  accent: onWhite('#1D4F8C', '#E2ECF6'),
  companion: onWhite('#96431A', '#F9E6D8'),
  right,
  wrong,
  spotlight: { plate: '#F6D36B', ink: '#2B2B33' },
  art: ['#1D4F8C', '#D98A5F', '#7FA886'],
  caption: { plate: '#2B2B33', ink: '#FFFBF0' },
  typeface: { face: 'opendyslexic', spacing: 0 },
};

export const palettes: Record<ThemeName, Palette> = {
  nature,
  matter,
  numbers,
  people,
  light,
  high_contrast: highContrast,
  dyslexia,
};
