import { brandSchema } from '@vividly/lesson';
import { z } from 'zod';

/** Largest logo, in bytes. */
export const logoLimit = 64 * 1024;

const { name, accent, font } = brandSchema.shape;

/** The body of PUT /organization/branding. */
export const newBrandingSchema = z
  .strictObject({
    name: name.meta({ examples: ['Hillside School'] }),
    accent: accent.default(null).meta({
      description: 'Leads in place of the theme’s colour, as near to it as can be read.',
      examples: ['#0B6E66'],
    }),
    font: font.default(null),
    logo: z
      .string()
      .regex(/^data:image\/(png|jpeg|webp|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/, {
        error: 'must be a data URI of a PNG, JPEG, WebP or SVG in base64',
      })
      .nullable()
      .default(null)
      .meta({ description: 'PNG, JPEG, WebP or SVG of at most 64 KiB, as a data URI in base64.' }),
  })
  .meta({ id: 'NewBranding' });

/** Branding as answers show it. */
export const brandingSchema = z
  .object({
    name,
    accent,
    font,
    logo: z.object({ bytes: z.int(), contentType: z.string(), sha256: z.string() }).nullable(),
  })
  .meta({
    id: 'Branding',
    description: 'How the lessons of the organization look. Null is the theme’s own.',
  });
