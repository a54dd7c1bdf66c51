import type { Claim } from './claim-task.ts';
import type { EngineDeps } from './engine.ts';
import { StopError } from './errors.ts';
import { holderOf } from './memo.ts';

/** Keeps a claim alive while its task runs. */
export interface Heartbeat {
  stop(): void;
}

/**
 * Renews the lease (and the claim on the hash) three times within its length. When the task is no longer held at this
 * epoch (cancelled, or given to another worker) it aborts `controller` with `fenced`; so it does when the database
 * could not be reached for the whole lease, because by then another worker may have the task.
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
  const fence = () => {
    controller.abort(new StopError('fenced'));
  };
  const beat = async () => {
    const held = await deps.db.$queryRaw<unknown[]>`
      WITH task AS (
        UPDATE stage_tasks SET lease_until = now() + ${deps.leaseMs} * interval '1 millisecond'
        WHERE id = ${claim.taskId}::uuid AND run_epoch = ${claim.runEpoch} AND status = 'in_progress'
        RETURNING id
      ), result AS (
        UPDATE task_results SET claim_until = now() + ${deps.leaseMs} * interval '1 millisecond'
        WHERE input_hash = ${inputHash} AND claimed_by = ${holderOf(claim)} AND EXISTS (SELECT 1 FROM task)
      )
      SELECT id FROM task`;
    if (held.length === 0) fence();
    else renewedAt = performance.now();
  };
  const timer = setInterval(() => {
    // Not only when a renewal fails: one may hang, and the process itself may have been stopped for a while.
    if (performance.now() - renewedAt > deps.leaseMs) fence();
    if (renewing) return;
    renewing = true;
    beat()
      .catch(() => undefined)
      .finally(() => {
        renewing = false;
      });
  }, everyMs);
  return {
    stop() {
      clearInterval(timer);
    },
  };
}
