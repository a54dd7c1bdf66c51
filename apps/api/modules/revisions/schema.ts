import { z } from 'zod';
import { ContentRequestStatus } from '@vividly/db/enums';
import { editedScriptSchema, lessonScriptSchema } from '@vividly/lesson';
import { unspeakablePaths } from '../../http/text.ts';

const revision = z.int().min(1);

/** A lesson's script as GET shows it. */
export const scriptSchema = lessonScriptSchema
  .extend({ revision: revision.meta({ description: 'Of the lesson, counted from 1.' }) })
  .meta({ id: 'LessonScript', description: 'The lesson as it is written, before it is spoken and drawn.' });

/** The body of PUT: what GET showed, edited. */
export const editedBodySchema = editedScriptSchema
  .extend({
    revision: revision.optional().meta({
      description: 'The revision that was edited, as GET showed it; refused when it is another by now.',
    }),
  })
  .superRefine((script, context) => {
    for (const path of unspeakablePaths(script))
      context.addIssue({ code: 'custom', path, message: 'must not contain control characters' });
  })
  .meta({ id: 'EditedScript', description: 'The whole script of a lesson, edited.' });

export const revisionsSchema = z
  .object({
    items: z.array(
      z.object({
        revision,
        id: z.uuid().meta({ description: 'The content request that makes it.' }),
        url: z.string().meta({ description: 'Path of that content request.' }),
        status: z.enum(ContentRequestStatus),
        createdAt: z.iso.datetime(),
        completedAt: z.iso.datetime().optional(),
      }),
    ),
  })
  .meta({ id: 'RevisionList' });
