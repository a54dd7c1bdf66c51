import { z } from 'zod';

/** Id of a part inside one visual: lower case, unique within it. */
export const elementIdSchema = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);
/** A short on-screen label, one to four words. */
export const labelSchema = z.string().trim().min(1).max(28);
/** A keyword phrase, up to seven words. */
export const phraseSchema = z.string().trim().min(1).max(48);

/** A phrase that a cue reveals. */
export const bulletSchema = z.strictObject({ id: elementIdSchema, text: phraseSchema });
