import type { Database, DeadLetter, PipelineStage } from '@vividly/db';
import { findDeadLetterIds, listDeadLetters } from '@vividly/engine';
import { CommandError } from '../exit-codes.ts';

/** Which of the open dead letters. */
export interface Narrowing {
  stage?: PipelineStage | undefined;
  code?: string | undefined;
}

/** What a person names: ids or ends of them, or all open ones. */
export type Selection = { parts: string[] } | { parts: 'all'; narrowing: Narrowing };

/** The id that `part` is the beginning or the end of. Throws `CommandError` when there is none, or several. */
export async function idOf(db: Database, part: string): Promise<string> {
  const shown = 4;
  const ids = await findDeadLetterIds(db, part, shown);
  const [id, ...others] = ids;
  if (id === undefined) throw new CommandError(`There is no dead letter ${part}.`);
  if (others.length > 0)
    throw new CommandError(
      `${part} fits several dead letters: ${ids.join(', ')}${ids.length === shown ? ', …' : ''}. Give more of it.`,
    );
  return id;
}

const pageSize = 200;

/** The dead letters that are meant. All parts are looked up before anything is done to one. */
export async function lettersOf(db: Database, selection: Selection): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  if (selection.parts !== 'all') {
    const ids = new Set<string>();
    for (const part of selection.parts) ids.add(await idOf(db, part));
    return db.deadLetter.findMany({ where: { id: { in: [...ids] } } });
  }
  const filter = { state: 'open', ...selection.narrowing } as const;
  for (;;) {
    const page = await listDeadLetters(db, filter, { limit: pageSize, after: letters.at(-1) });
    letters.push(...page);
    if (page.length < pageSize) return letters;
  }
}
