import type { Database } from '@vividly/db';
import { PermanentError } from './errors.ts';

/**
 * Throws `task_quarantined` while an operator has not settled the dead letter of a task with the same input that took
 * its workers down: whoever asks for the same work, now or later, would only lose more of them.
 */
export async function assertNotQuarantined(db: Database, inputHash: string): Promise<void> {
  const [letter] = await db.$queryRaw<{ id: string }[]>`
    SELECT d.id FROM dead_letters d JOIN stage_tasks t ON t.id = d.task_id
    WHERE d.settlement IS NULL AND d.reason = 'poison' AND t.input_hash = ${inputHash} LIMIT 1`;
  if (letter !== undefined)
    throw new PermanentError(
      'task_quarantined',
      `the same work took its workers down before; an operator has to settle the dead letter ${letter.id} first`,
    );
}
