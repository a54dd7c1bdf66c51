import type { PipelineStage, Prisma, Transaction } from '@vividly/db';
import type { FinalFailure } from './errors.ts';

/**
 * Why work ended as a dead letter. `failed`: its last try failed, or its error was final. `poison`: it took too many
 * workers with it. `deadline`: it was not done in time. `plan`: the stage could not even be planned.
 */
export const deathReasons = ['failed', 'poison', 'deadline', 'plan'] as const;
export type DeathReason = (typeof deathReasons)[number];

/** Work that has ended for good. */
export interface Death {
  requestId: string;
  organizationId: string;
  stage: PipelineStage;
  reason: DeathReason;
  failure: FinalFailure;
  /** The end of what the failing program said. */
  stderr?: string | undefined;
  /** Absent where no single task is to blame. */
  task?: { id: string; part: string; attempt: number; losses: number };
}

/** What a dead letter keeps of a program's words, in bytes. */
const stderrBytes = 16_384;

/** Writes the dead letter in the transaction that ends the work; operators find it with `vividly dead`. */
export async function bury(tx: Transaction, death: Death): Promise<void> {
  const { requestId, organizationId, stage, reason, failure, stderr, task } = death;
  await tx.deadLetter.create({
    data: {
      requestId,
      organizationId,
      stage,
      reason,
      code: failure.code,
      message: storable(failure.message),
      taskId: task?.id ?? null,
      part: task?.part ?? null,
      attempt: task?.attempt ?? 0,
      losses: task?.losses ?? 0,
      stderr: stderr === undefined ? null : lastBytes(storable(stderr), stderrBytes),
    },
  });
}

/** How an open dead letter was settled. */
export const settlements = ['redriven', 'discarded'] as const;
export type Settlement = (typeof settlements)[number];

/** Settles the open dead letters that `which` names; answers how many there were. */
export async function settleLetters(
  tx: Transaction,
  which: Prisma.DeadLetterWhereInput,
  settlement: Settlement,
  settledBy: string,
): Promise<number> {
  const { count } = await tx.deadLetter.updateMany({
    where: { ...which, settlement: null },
    data: { settlement, settledBy, settledAt: new Date() },
  });
  return count;
}

/** PostgreSQL's text holds every character but NUL, which a broken program may well print. */
function storable(text: string): string {
  return text.replaceAll('\0', '\u{fffd}');
}

/** The end of `text` in at most `limit` bytes of UTF-8, beginning at a whole character. */
function lastBytes(text: string, limit: number): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= limit) return text;
  let from = bytes.length - limit;
  // 10xxxxxx continues a character.
  while (((bytes[from] ?? 0) & 0b1100_0000) === 0b1000_0000) from += 1;
  return bytes.subarray(from).toString('utf8');
}
