import type { Database } from '@vividly/db';
import { PermanentError } from './errors.ts';

/** A task that was lost so often with its worker is quarantined: it is what kills them. */
export const maxLosses = 3;

/**
 * Whether the next loss would quarantine the task. Until then it may have been beside the one that killed their worker,
 * so it gets a process to itself: if that dies too, no other can be blamed, and no other is harmed.
 */
export function isSuspect({ losses }: { losses: number }): boolean {
  return losses >= maxLosses - 1;
}

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
