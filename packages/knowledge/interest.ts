import { z } from 'zod';
import { slugSchema } from './slug.ts';

export const interestFamilySchema = z.enum([
  'everyday',
  'sports',
  'music',
  'games',
  'cooking',
  'art',
  'animals',
  'space',
  'vehicles',
  'fashion',
  'nature',
  'stories',
  'building',
]);

/** One entry of `library/interests.yaml`. */
export const interestSchema = z.strictObject({
  slug: slugSchema,
  /** As it stands inside a sentence: "basketball", "the guitar"? No: "guitar". Lower case unless a name. */
  name: z.string().trim().min(2).max(40),
  family: interestFamilySchema.exclude(['everyday']),
  aliases: z.array(z.string().trim().toLowerCase()).max(12),
});
export type Interest = z.infer<typeof interestSchema>;
