import type { Database, DeadLetter, PipelineStage, Prisma } from '@vividly/db';
import { settleLetters, type DeathReason } from './bury.ts';
import { retryRequest } from './retry-request.ts';

/** Which dead letters are meant. Without `organizationId` those of the whole installation. */
export interface DeadLetterFilter {
  state: 'open' | 'settled' | 'all';
  organizationId?: string | undefined;
  stage?: PipelineStage | undefined;
  code?: string | undefined;
  reason?: DeathReason | undefined;
}

/** A place in the list, newest first: what follows is older. */
export interface DeadLetterPosition {
  createdAt: Date;
  id: string;
}

/** Names one dead letter and who acts on it. */
export interface DeadLetterAct {
  id: string;
  /** When given, letters of other organizations count as not there. */
  organizationId?: string | undefined;
  /** Who acts, as it is noted: `user:<id>` or `cli:<name>`. */
  by: string;
}

export type RedriveOutcome =
  | 'redriven'
  | 'already_settled'
  | 'not_found'
  /** Its request is not failed, so there is nothing to try again: it ended well without this piece of work. */
  | 'not_redrivable';
export type DiscardOutcome = 'discarded' | 'already_settled' | 'not_found';

/** Dead letters, newest first: at most `limit` of those after `after`. */
export async function listDeadLetters(
  db: Database,
  filter: DeadLetterFilter,
  page: { limit: number; after?: DeadLetterPosition | undefined },
): Promise<DeadLetter[]> {
  const { limit, after } = page;
  return db.deadLetter.findMany({
    where: {
      ...whereOf(filter),
      // Those of the same moment follow by id, so that none is skipped or repeated.
      ...(after && {
        OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { lt: after.id } }],
      }),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
}

export async function countDeadLetters(db: Database, filter: DeadLetterFilter): Promise<number> {
  return db.deadLetter.count({ where: whereOf(filter) });
}

/** One dead letter with everything that is known; null when there is none, or not in that organization. */
export async function readDeadLetter(
  db: Database,
  { id, organizationId }: Pick<DeadLetterAct, 'id' | 'organizationId'>,
): Promise<DeadLetter | null> {
  return db.deadLetter.findFirst({ where: { id, ...(organizationId !== undefined && { organizationId }) } });
}

/** Ids of which `part` is the beginning or the end; at most `limit`. */
export async function findDeadLetterIds(db: Database, part: string, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id::text AS id FROM dead_letters
    WHERE starts_with(id::text, ${part}) OR right(id::text, length(${part})) = ${part} ORDER BY id LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/**
 * Sends the work of a dead letter again: its failed request is retried as a learner would, which settles every open
 * letter of that request. Of several who redrive at once, one does.
 */
export async function redriveDeadLetter(
  db: Database,
  act: DeadLetterAct,
  missingFiles: (output: unknown) => Promise<string[]>,
): Promise<RedriveOutcome> {
  const letter = await readDeadLetter(db, act);
  if (letter === null) return 'not_found';
  if (letter.settlement !== null) return 'already_settled';
  const { requestId, organizationId } = letter;
  const outcome = await retryRequest(
    db,
    { requestId, organizationId, askedBy: act.by, quarantine: 'lift' },
    missingFiles,
  );
  if (outcome === 'retrying') return 'redriven';
  // Not failed: nothing to try again, or somebody was faster.
  const now = await readDeadLetter(db, act);
  if (now === null) return 'not_found';
  return now.settlement === null ? 'not_redrivable' : 'already_settled';
}

/** Lets a dead letter go: nothing is tried again, and it is kept as settled. */
export async function discardDeadLetter(db: Database, act: DeadLetterAct): Promise<DiscardOutcome> {
  const letter = await readDeadLetter(db, act);
  if (letter === null) return 'not_found';
  // The one that finds it open settles it.
  return (await settleLetters(db, { id: letter.id }, 'discarded', act.by)) === 1
    ? 'discarded'
    : 'already_settled';
}

const states: Readonly<Record<DeadLetterFilter['state'], Prisma.DeadLetterWhereInput>> = {
  open: { settlement: null },
  settled: { settlement: { not: null } },
  all: {},
};

function whereOf({ state, ...columns }: DeadLetterFilter): Prisma.DeadLetterWhereInput {
  const given = Object.entries(columns).filter(([, value]) => value !== undefined);
  return { ...states[state], ...Object.fromEntries(given) };
}
