import { Prisma, type Database, type PipelineStage, type Transaction } from '@vividly/db';
import { enqueue } from './outbox.ts';

/** Who holds a claim on a hash: one try of one task, so that a fenced try cannot touch its successor's claim. */
export function holderOf({ taskId, runEpoch }: { taskId: string; runEpoch: number }): string {
  return `${taskId}@${String(runEpoch)}`;
}

/** What a task finds under its hash. */
export type MemoLookup =
  /** Somebody made it; its files are there. */
  | { state: 'found'; output: Prisma.JsonValue }
  /** It is ours to make. */
  | { state: 'ours' }
  /** Another task is making it now. */
  | { state: 'theirs' };

/**
 * The stored result of a hash whose files are all there; null otherwise. A result that has lost a file is forgotten
 * here, so that it is made again.
 */
export async function findResult(
  db: Database,
  inputHash: string,
  missingFiles: (output: unknown) => Promise<string[]>,
): Promise<Prisma.JsonValue | null> {
  const row = await db.taskResult.findUnique({
    where: { inputHash },
    select: { output: true, completedAt: true },
  });
  const output = row?.output ?? null;
  if (row === null || output === null) return null;
  const missing = await missingFiles(output);
  if (missing.length === 0) return output;
  await db.taskResult.deleteMany({ where: { inputHash, completedAt: row.completedAt } });
  return null;
}

/** Takes the claim on a hash for one try of a task: it makes the result, the others wait for it. */
export async function claimHash(
  db: Database,
  claim: { inputHash: string; stage: PipelineStage; holder: string; leaseMs: number },
  missingFiles: (output: unknown) => Promise<string[]>,
): Promise<MemoLookup> {
  const { inputHash, stage, holder, leaseMs } = claim;
  const output = await findResult(db, inputHash, missingFiles);
  if (output !== null) return { state: 'found', output };
  const taken = await db.$queryRaw<unknown[]>`
    INSERT INTO task_results (input_hash, stage, claimed_by, claim_until)
    VALUES (${inputHash}, ${stage}::pipeline_stage, ${holder}, now() + ${leaseMs} * interval '1 millisecond')
    ON CONFLICT (input_hash) DO UPDATE SET claimed_by = excluded.claimed_by, claim_until = excluded.claim_until
      WHERE task_results.output IS NULL
        AND (task_results.claim_until < now() OR task_results.claimed_by = excluded.claimed_by)
    RETURNING 1`;
  return taken.length === 1 ? { state: 'ours' } : { state: 'theirs' };
}

/**
 * Stores the result and wakes the tasks that wait for it; false, and nothing changed, when the claim is not this
 * holder's (any more).
 */
export async function storeResult(
  tx: Transaction,
  result: { inputHash: string; holder: string; output: Prisma.InputJsonValue },
): Promise<boolean> {
  const { count } = await tx.taskResult.updateMany({
    where: { inputHash: result.inputHash, claimedBy: result.holder },
    data: { output: result.output, claimedBy: null, claimUntil: null, completedAt: new Date() },
  });
  if (count === 1) await wakeWaiters(tx, result.inputHash);
  return count === 1;
}

/** Gives a claim up without a result, and wakes the waiting tasks so that one of them takes over. */
export async function releaseHash(tx: Transaction, inputHash: string, holder: string): Promise<void> {
  const { count } = await tx.taskResult.deleteMany({
    where: { inputHash, claimedBy: holder, output: { equals: Prisma.DbNull } },
  });
  if (count === 1) await wakeWaiters(tx, inputHash);
}

/**
 * Makes a task wait for a hash, unless the result arrived or the claim was given up meanwhile (then false: look again).
 * The row lock on the result orders this against `storeResult` and `releaseHash`, so no wake-up is lost.
 */
export async function waitForHash(
  tx: Transaction,
  taskId: string,
  runEpoch: number,
  inputHash: string,
): Promise<boolean> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM task_results
    WHERE input_hash = ${inputHash} AND output IS NULL AND claim_until > now() FOR UPDATE`;
  if (held.length === 0) return false;
  const parked = await tx.$executeRaw`
    UPDATE stage_tasks SET status = 'pending', lease_until = NULL, worker_id = NULL, waiting_for = ${inputHash},
      attempt = attempt - 1
    WHERE id = ${taskId}::uuid AND run_epoch = ${runEpoch} AND status = 'in_progress'`;
  return parked === 1;
}

/** Sends every task that waits for `inputHash` on its way again. */
export async function wakeWaiters(tx: Transaction, inputHash: string): Promise<void> {
  const woken = await tx.$queryRaw<{ id: string }[]>`
    UPDATE stage_tasks SET waiting_for = NULL, dispatch_no = dispatch_no + 1, available_at = now()
    WHERE waiting_for = ${inputHash} AND status = 'pending' RETURNING id`;
  await enqueue(
    tx,
    woken.map(({ id }) => id),
  );
}
