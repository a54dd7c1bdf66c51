import type { EngineDeps } from '../engine.ts';
import type { Queues } from '../queues.ts';
import { forgetSilent } from '../worker-registry.ts';
import { failOverdue } from './deadlines.ts';
import { advanceIdle, expireQuestions, wakeForgotten } from './idle-requests.ts';
import { enqueueForgotten, recallVanished } from './lost-deliveries.ts';
import { recoverLost } from './lost-tasks.ts';

export interface ReconcilerOptions {
  /** A delivery that nobody has claimed for this long is looked for in Redis, in ms. */
  overdueMs: number;
  /** An open question is given up after this many hours. */
  clarificationTtlHours: number;
  /** A request that is not done after this many hours fails. */
  requestDeadlineHours: number;
}

/** What one pass mended. */
export interface Reconciled {
  lost: number;
  woken: number;
  advanced: number;
  expired: number;
  overdue: number;
  forgotten: number;
  vanished: number;
}

/**
 * Finds what a crash left behind and sends it on: leases that ran out, tasks that wait for nobody, requests with nothing
 * under way, questions nobody answered, deadlines, deliveries that Redis lost. Every step is a compare-and-set, so it
 * does no harm when two processes do it at once. What needs Redis comes last: without it all else is mended.
 */
export async function reconcile(
  deps: EngineDeps,
  queues: Queues,
  options: ReconcilerOptions,
): Promise<Reconciled> {
  const { clarificationTtlHours, requestDeadlineHours, overdueMs } = options;
  const mended = {
    lost: await recoverLost(deps),
    woken: await wakeForgotten(deps),
    advanced: await advanceIdle(deps),
    expired: await expireQuestions(deps, clarificationTtlHours),
    overdue: await failOverdue(deps, requestDeadlineHours),
    forgotten: await enqueueForgotten(deps.db),
  };
  await forgetSilent(deps.db);
  return { ...mended, vanished: await recallVanished(deps.db, queues, overdueMs) };
}
