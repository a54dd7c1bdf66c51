import { z } from 'zod';
import { storedFileSchema } from './speech.ts';

/** Looks of a lesson: one for each family of subjects, and three that help people to read. */
export const themeNameSchema = z.enum([
  'nature',
  'matter',
  'numbers',
  'people',
  'light',
  'high_contrast',
  'dyslexia',
]);
export type ThemeName = z.infer<typeof themeNameSchema>;

/** `auto` takes the theme of the topic's subject. */
export const themeChoiceSchema = z.enum(['auto', ...themeNameSchema.options]);

/** `burned` into the picture, with the spoken word lit; `soft` as a track that viewers turn on; or `off`. */
export const captionModeSchema = z.enum(['burned', 'soft', 'off']);
export type CaptionMode = z.infer<typeof captionModeSchema>;

/** What plays under the voice. */
export const musicSchema = z.enum(['none', 'calm']);
export type Music = z.infer<typeof musicSchema>;

/** Every video has 30 pictures a second; `constant` says that the client counts on it, as editing programs do. */
export const frameRateSchema = z.enum(['auto', 'constant']);

/** Heights in which a video can be had besides its own: the shorter side in px, as in "720p". */
export const renditionHeights = [1080, 720, 480] as const;
export const renditionHeightSchema = z.literal(renditionHeights);
export type RenditionHeight = z.infer<typeof renditionHeightSchema>;

/** Fonts that ship with the renderer. */
export const brandFontSchema = z.enum(['lexend', 'noto_sans', 'opendyslexic']);

/** How an organization wants its lessons to look. */
export const brandSchema = z.strictObject({
  name: z.string().trim().min(1).max(60),
  /** Takes the place of the theme's accent; made darker or lighter until it can be read. */
  accent: z
    .string()
    .regex(/^#[0-9A-Fa-f]{6}$/)
    .nullable(),
  font: brandFontSchema.nullable(),
  logo: storedFileSchema.nullable(),
});
export type Brand = z.infer<typeof brandSchema>;

/** How a lesson is to look, sound and be delivered. An empty object is the default of everything. */
export const presentationSchema = z.strictObject({
  theme: themeChoiceSchema.default('auto'),
  captions: captionModeSchema.default('burned'),
  music: musicSchema.default('none'),
  frameRate: frameRateSchema.default('auto'),
  renditions: z.array(renditionHeightSchema).max(renditionHeights.length).default([]),
  hls: z.boolean().default(false),
  /** The organization's, as it was when the request was accepted. */
  brand: brandSchema.nullable().default(null),
});
export type Presentation = z.infer<typeof presentationSchema>;
