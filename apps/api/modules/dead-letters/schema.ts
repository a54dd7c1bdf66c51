import { z } from 'zod';
import type { DeadLetter } from '@vividly/db';
import { PipelineStage } from '@vividly/db/enums';
import { deathReasons, settlements } from '@vividly/engine';
import { nextCursorSchema } from '../../http/page.ts';

const moment = z.iso.datetime();

const listed = z.object({
  id: z.uuid(),
  requestId: z.uuid().meta({ description: 'The content request whose work it is.' }),
  organizationId: z.uuid(),
  taskId: z.uuid().optional(),
  stage: z.enum(PipelineStage),
  part: z.string().optional().meta({ description: 'Scene of the stage, or `main`.' }),
  reason: z.enum(deathReasons).meta({
    description:
      '`failed`: the last try failed, or the error was final. `poison`: it took too many workers with it. `deadline`: it was not done in time. `plan`: the stage could not be planned.',
  }),
  code: z.string(),
  message: z.string(),
  attempt: z.int().meta({ description: 'Tries that were made.' }),
  losses: z.int().meta({ description: 'Times that a worker was lost with it.' }),
  createdAt: moment,
  settlement: z.enum(settlements).optional().meta({ description: 'Left out while it is open.' }),
  settledBy: z.string().optional(),
  settledAt: moment.optional(),
});

/** A dead letter in a list. */
export const deadLetterSchema = listed.meta({ id: 'DeadLetter' });

/** A dead letter with everything that is known. */
export const deadLetterDetailSchema = listed
  .extend({
    stderr: z.string().optional().meta({ description: 'The last 16 KB that the failing program said.' }),
  })
  .meta({ id: 'DeadLetterDetail' });

export const deadLetterPageSchema = z
  .object({ items: z.array(deadLetterSchema), nextCursor: nextCursorSchema })
  .meta({ id: 'DeadLetterPage' });

type View = z.infer<typeof deadLetterSchema>;

/** A dead letter as lists show it: fields that do not apply are left out. */
export function deadLetterView(letter: DeadLetter): View {
  const { id, requestId, organizationId, taskId, stage, part, code, message, attempt, losses } = letter;
  return {
    id,
    requestId,
    organizationId,
    ...(taskId !== null && { taskId }),
    stage,
    ...(part !== null && { part }),
    // The database checks both columns.
    reason: letter.reason as View['reason'],
    code,
    message,
    attempt,
    losses,
    createdAt: letter.createdAt.toISOString(),
    ...(letter.settlement !== null && { settlement: letter.settlement as NonNullable<View['settlement']> }),
    ...(letter.settledBy !== null && { settledBy: letter.settledBy }),
    ...(letter.settledAt !== null && { settledAt: letter.settledAt.toISOString() }),
  };
}

export function deadLetterDetail(letter: DeadLetter): z.infer<typeof deadLetterDetailSchema> {
  return { ...deadLetterView(letter), ...(letter.stderr !== null && { stderr: letter.stderr }) };
}
