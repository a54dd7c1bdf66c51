import { z } from 'zod';
import { Modality } from '@vividly/db/enums';
import {
  captionModeSchema,
  frameRateSchema,
  musicSchema,
  renditionHeights,
  renditionHeightSchema,
  themeChoiceSchema,
} from '@vividly/lesson';
import { metadataSchema, text } from '../../http/text.ts';

const aspectRatios = ['16:9', '9:16', '1:1'] as const;

/** The body of POST /content-requests. Unknown fields are refused: a misspelt one would be ignored in silence. */
export const newRequestSchema = z
  .strictObject({
    query: text({ min: 5, max: 500 }).meta({
      description: 'What the learner wants to understand, in their own words.',
      examples: ["Explain Newton's third law using basketball"],
    }),
    gradeLevel: z.int().min(1).max(12).optional().meta({ description: 'School grade of the learner.' }),
    interest: text({ min: 1, max: 100 })
      .optional()
      .meta({
        description: 'Something the learner loves; the lesson explains through it.',
        examples: ['basketball'],
      }),
    modalities: z
      .array(z.enum(Modality))
      .min(1)
      .refine((modalities) => new Set(modalities).size === modalities.length, {
        error: 'must not repeat a modality',
      })
      .default([Modality.video])
      .meta({ uniqueItems: true, description: 'What to make of the lesson.' }),
    durationSeconds: z
      .int()
      .min(30)
      .max(600)
      .default(90)
      .meta({ description: 'How long the lesson should be.' }),
    aspectRatio: z.enum(aspectRatios).default('16:9'),
    voice: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9 ._+-]{0,99}$/, {
        error: 'must start with a letter or digit and have at most 100 letters, digits, blanks and . _ + -',
      })
      .optional()
      .meta({ description: 'One of `GET /api/v1/voices`; the default one when left out.' }),
    // No defaults below: they would change the hash of a body that an idempotency key came with before the field existed.
    theme: themeChoiceSchema.optional().meta({
      default: 'auto',
      description: 'Look of the lesson; `auto` takes that of the topic’s subject.',
    }),
    captions: captionModeSchema.optional().meta({
      default: 'burned',
      description:
        '`burned` into the picture, `soft` as a track of the video, or `off`. Caption files are always delivered.',
    }),
    music: musicSchema.optional().meta({ default: 'none', description: 'What plays under the voice.' }),
    frameRate: frameRateSchema.optional().meta({
      default: 'auto',
      description: 'Videos have 30 pictures a second; `constant` for those who count on it.',
    }),
    renditions: z
      .array(renditionHeightSchema)
      .max(renditionHeights.length)
      .refine((heights) => new Set(heights).size === heights.length, { error: 'must not repeat a height' })
      .optional()
      .meta({
        uniqueItems: true,
        default: [],
        description: 'Further sizes of the video, by the shorter side in pixels.',
      }),
    hls: z.boolean().optional().meta({
      default: false,
      description: 'Whether the video is also wanted as an HLS stream of three sizes.',
    }),
    priority: z.int().min(0).max(9).optional().meta({
      default: 0,
      description: 'The higher goes first, only among your organization’s own requests.',
    }),
    metadata: metadataSchema.optional(),
  })
  .refine(
    ({ modalities, hls, renditions }) =>
      modalities.includes(Modality.video) || (hls !== true && (renditions ?? []).length === 0),
    { path: ['modalities'], error: 'must hold `video` when `hls` or `renditions` are asked for' },
  )
  .meta({
    id: 'NewContentRequest',
    examples: [
      {
        query: "Explain Newton's third law using basketball",
        gradeLevel: 8,
        interest: 'basketball',
        modalities: [Modality.video],
        durationSeconds: 90,
        aspectRatio: '16:9',
        metadata: { course: 'physics-8' },
      },
    ],
  });
export type NewRequestBody = z.output<typeof newRequestSchema>;

/** The body of POST /content-requests/{id}/clarification. */
export const answerSchema = z
  .strictObject({ answer: text({ min: 1, max: 500 }).meta({ examples: ['Plant cells, for a school test'] }) })
  .meta({ id: 'ClarificationAnswer' });
