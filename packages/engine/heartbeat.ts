import type { Claim } from './claim-task.ts';
import type { EngineDeps } from './engine.ts';
import { StopError, type StopReason } from './errors.ts';
import { holderOf } from './memo.ts';

/** Keeps a claim alive while its task runs. */
export interface Heartbeat {
  /** Looks now whether the task is still this worker's: something about its request has changed. */
  check(): void;
  stop(): void;
}

/**
 * Renews the lease (and the claim on the hash) three times within its length. A task that is no longer held at this
 * epoch (cancelled, or given to another worker) is stopped with `fenced`, unless its request ended while others wait for
 * the result that it makes: then the work goes on for them under the claim on the hash. When the lease could not be
 * renewed for its whole length the task is stopped with `unreachable`, because by then another worker may have it.
 */
export function startHeartbeat(
  deps: EngineDeps,
  claim: Claim,
  inputHash: string,
  controller: AbortController,
): Heartbeat {
  const everyMs = Math.max(100, Math.floor(deps.leaseMs / 3));
  let renewedAt = performance.now();
  let renewing = false;
  let again = false;
  const stop = (reason: StopReason) => {
    controller.abort(new StopError(reason));
  };
  const beat = async () => {
    const askedAt = performance.now();
    if (await renew(deps, claim, inputHash)) renewedAt = askedAt;
    else stop('fenced');
  };
  const tick = () => {
    if (renewing) {
      again = true;
      return;
    }
    renewing = true;
    again = false;
    beat()
      .catch(() => undefined)
      .finally(() => {
        renewing = false;
        if (again) tick();
      });
  };
  const timer = setInterval(() => {
    // Not only when a renewal fails: one may hang, and the process itself may have been stopped for a while.
    if (performance.now() - renewedAt > deps.leaseMs) stop('unreachable');
    if (!renewing) tick();
  }, everyMs);
  return {
    check: tick,
    stop() {
      again = false;
      clearInterval(timer);
    },
  };
}

/** Renews what the claim holds; false when there is nothing left to work for. */
async function renew(deps: EngineDeps, claim: Claim, inputHash: string): Promise<boolean> {
  // Two statements: the first may have waited for a cancellation's lock, and only a later one sees what was committed.
  return (await renewTask(deps, claim, inputHash)) || renewForOthers(deps, claim, inputHash);
}

/** Renews the task's lease and with it the claim on the hash; false when the task is not held at this epoch any more. */
async function renewTask({ db, leaseMs }: EngineDeps, claim: Claim, inputHash: string): Promise<boolean> {
  const held = await db.$queryRaw<unknown[]>`
    WITH task AS (
      UPDATE stage_tasks SET lease_until = now() + ${leaseMs} * interval '1 millisecond'
      WHERE id = ${claim.taskId}::uuid AND run_epoch = ${claim.runEpoch} AND status = 'in_progress'
      RETURNING id
    ), result AS (
      UPDATE task_results SET claim_until = now() + ${leaseMs} * interval '1 millisecond'
      WHERE input_hash = ${inputHash} AND claimed_by = ${holderOf(claim)} AND output IS NULL
        AND EXISTS (SELECT 1 FROM task)
    )
    SELECT 1 FROM task`;
  return held.length > 0;
}

/**
 * Renews the claim on a hash alone: only while it has not run out, the task's request has ended, and another task waits
 * for the hash.
 */
async function renewForOthers(
  { db, leaseMs }: EngineDeps,
  claim: Claim,
  inputHash: string,
): Promise<boolean> {
  const held = await db.$executeRaw`
    UPDATE task_results SET claim_until = now() + ${leaseMs} * interval '1 millisecond'
    WHERE input_hash = ${inputHash} AND claimed_by = ${holderOf(claim)} AND output IS NULL AND claim_until > now()
      AND EXISTS (SELECT 1 FROM content_requests
        WHERE id = ${claim.requestId}::uuid AND status IN ('cancelled', 'failed'))
      AND EXISTS (SELECT 1 FROM stage_tasks WHERE waiting_for = ${inputHash} AND status = 'pending')`;
  return held > 0;
}
