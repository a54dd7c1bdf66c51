import type { DeadLetter } from '@vividly/db';
import { countDeadLetters, listDeadLetters, type DeadLetterFilter } from '@vividly/engine';
import type { CommandContext } from '../context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { table } from './table.ts';
import { withLetters } from './with-letters.ts';

export interface ListOptions extends DeadLetterFilter {
  format: 'text' | 'json';
}

/** A person reads no more at once; JSON has them all. */
const shown = 100;
/** Of an id: its last group. Ids of one time share their beginning. */
const shortId = 12;

/** Lists dead letters, newest first, and how many there are. */
export async function list(context: CommandContext, { format, ...filter }: ListOptions): Promise<ExitCode> {
  const { letters, total } = await withLetters(context, 'vividly dead list', async (db) => {
    const count = await countDeadLetters(db, filter);
    const limit = format === 'json' ? Math.max(count, 1) : shown;
    return { letters: await listDeadLetters(db, filter, { limit }), total: count };
  });
  if (format === 'json') {
    context.print(JSON.stringify({ total, items: letters }, null, 2));
    return exitCodes.ok;
  }
  const withState = filter.state !== 'open';
  if (letters.length > 0)
    table(
      ['ID', 'WHEN (UTC)', 'STAGE', 'REASON', 'TRIES', 'CODE', ...(withState ? ['STATE'] : []), 'MESSAGE'],
      letters.map((letter) => rowOf(letter, withState)),
    ).forEach(context.print);
  context.print(countLine(filter, letters.length, total));
  return exitCodes.ok;
}

function rowOf(letter: DeadLetter, withState: boolean): string[] {
  const { id, createdAt, stage, part, reason, attempt, code, settlement, message } = letter;
  return [
    id.slice(-shortId),
    createdAt.toISOString().slice(0, 16).replace('T', ' '),
    part === null || part === 'main' ? stage : `${stage}/${part}`,
    reason,
    String(attempt),
    code,
    ...(withState ? [settlement ?? 'open'] : []),
    message,
  ];
}

function countLine({ state }: DeadLetterFilter, listed: number, total: number): string {
  const what = `${String(total)} ${state === 'open' ? 'open ' : ''}dead letter${total === 1 ? '' : 's'}`;
  if (listed < total)
    return `${what}, the newest ${String(listed)} are shown: --stage and --code narrow the list`;
  return total === 0 || state !== 'open' ? what : `${what}: ./vividly dead show ID, redrive ID or discard ID`;
}
