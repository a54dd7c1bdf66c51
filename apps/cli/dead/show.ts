import type { DeadLetter } from '@vividly/db';
import { readDeadLetter } from '@vividly/engine';
import type { CommandContext } from '../context.ts';
import { CommandError, exitCodes, type ExitCode } from '../exit-codes.ts';
import { idOf } from './select.ts';
import { withLetters } from './with-letters.ts';

/** Shows everything about the dead letter that `part` names, ending with what the failing program said. */
export async function show(context: CommandContext, part: string): Promise<ExitCode> {
  const letter = await withLetters(context, 'vividly dead show', async (db) => {
    const id = await idOf(db, part);
    return readDeadLetter(db, { id });
  });
  if (letter === null) throw new CommandError(`There is no dead letter ${part} any more.`);
  const facts = factsOf(letter);
  const width = Math.max(...facts.map(([name]) => name.length));
  for (const [name, value] of facts) context.print(`${name.padEnd(width)}  ${harmless(value)}`);
  if (letter.stderr !== null) {
    context.print('');
    context.print('The last that the program said:');
    context.print(harmless(letter.stderr.trimEnd()));
  }
  return exitCodes.ok;
}

function factsOf(letter: DeadLetter): [string, string][] {
  const { stage, part, settlement, settledBy, settledAt } = letter;
  return [
    ['id', letter.id],
    ['request', letter.requestId],
    ['organization', letter.organizationId],
    ['task', letter.taskId ?? 'none: no single task is to blame'],
    ['stage', part === null ? stage : `${stage}/${part}`],
    ['died', letter.createdAt.toISOString()],
    ['reason', letter.reason],
    ['tries', String(letter.attempt)],
    ['workers lost', String(letter.losses)],
    ['code', letter.code],
    ['message', letter.message],
    [
      'state',
      settlement === null
        ? 'open'
        : `${settlement} by ${settledBy ?? 'nobody'} at ${settledAt?.toISOString() ?? 'no time'}`,
    ],
  ];
}

/** Text that others wrote, without what a terminal would obey; lines and tabs stay. */
function harmless(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '\u{fffd}');
}
