import {
  appendEvent,
  ContentRequestStatus,
  isTerminal,
  moveRequest,
  requestMoves,
  StageStatus,
  statusOfStage,
  type PipelineStage,
  type Transaction,
} from '@vividly/db';
import type { EngineDeps } from './engine.ts';
import { lockRequest } from './lock.ts';
import { redispatch } from './outbox.ts';
import type { Company } from './places.ts';
import { isSuspect } from './quarantine.ts';

/** A task that this worker may run, and the tokens that fence everything it writes. */
export interface Claim {
  taskId: string;
  requestId: string;
  correlationId: string;
  stage: PipelineStage;
  part: string;
  attempt: number;
  /** stage_tasks.run_epoch at the claim. */
  runEpoch: number;
  /** Null until the task was planned; then with its hash. */
  input: unknown;
  /** ms from when the task was due to the claim. */
  waitMs: number;
}

interface ClaimedRow {
  stage: PipelineStage;
  part: string;
  attempt: number;
  run_epoch: number;
  input: unknown;
  wait_ms: number;
}

/** A task whose payload only newer workers understand is offered again after so long, in ms: one of them may take it. */
const unknownPayloadMs = 15_000;

/**
 * Claims the task that a delivery names: compare-and-set from pending, under the delivery's number; with the claim it
 * leaves the backlog. Null when there is nothing to do: delivered twice, cancelled, waiting for the learner,
 * re-dispatched since, or written by a newer version than this one (then it is put aside for a worker that knows it).
 * `suspect`: nothing was changed, because the task must run alone.
 */
export async function claimTask(
  deps: EngineDeps,
  { taskId, dispatchNo }: { taskId: string; dispatchNo: number },
  company: Company,
): Promise<Claim | 'suspect' | null> {
  const found = await deps.db.stageTask.findUnique({
    where: { id: taskId },
    select: { requestId: true, stage: true, payloadVersion: true, losses: true },
  });
  if (!found) return null;
  if (company === 'beside_others' && isSuspect(found)) return 'suspect';
  return deps.db.$transaction(async (tx) => {
    const { requestId } = found;
    const request = await lockRequest(tx, requestId);
    if (request === null || isTerminal(request.status) || request.awaitingClarification) return null;
    if (found.payloadVersion > deps.stages[found.stage].contract.version) {
      await redispatch(tx, [taskId], unknownPayloadMs);
      return null;
    }
    // Leases live by the database's clock: workers' clocks may differ.
    const [task] = await tx.$queryRaw<ClaimedRow[]>`
      UPDATE stage_tasks SET status = 'in_progress', run_epoch = run_epoch + 1, attempt = attempt + 1,
        lease_until = now() + ${deps.leaseMs} * interval '1 millisecond', worker_id = ${deps.workerId}, started_at = now()
      WHERE id = ${taskId}::uuid AND status = 'pending' AND dispatch_no = ${dispatchNo} AND waiting_for IS NULL
      RETURNING stage, part, attempt, run_epoch, input, (extract(epoch FROM now() - available_at) * 1000)::int AS wait_ms`;
    if (!task) return null;
    await tx.outbox.deleteMany({ where: { taskId } });
    const entry = { requestId, status: request.status, stage: task.stage, tasks: null };
    await enterStage(tx, entry, new Date());
    return {
      taskId,
      requestId,
      correlationId: request.correlationId,
      stage: task.stage,
      part: task.part,
      attempt: task.attempt,
      runEpoch: task.run_epoch,
      input: task.input,
      waitMs: task.wait_ms,
    };
  });
}

/**
 * Lets a request enter a stage: the stage's row becomes in_progress and the request moves forward to the stage's
 * status, each only if it is not there yet. `tasks` is the number of planned tasks where planning is what enters it.
 */
export async function enterStage(
  tx: Transaction,
  entry: { requestId: string; status: ContentRequestStatus; stage: PipelineStage; tasks: number | null },
  now: Date,
): Promise<void> {
  const { requestId, status, stage, tasks } = entry;
  const to = statusOfStage[stage];
  if (status !== to && requestMoves[status].includes(to)) {
    await moveRequest(tx, { requestId, from: status, to, stage });
    if (status === ContentRequestStatus.pending)
      await tx.contentRequest.updateMany({
        where: { id: requestId, startedAt: null },
        data: { startedAt: now },
      });
  } else {
    await tx.contentRequest.update({ where: { id: requestId }, data: { currentStage: stage } });
  }
  const { count } = await tx.requestStage.updateMany({
    where: { requestId, stage, status: StageStatus.pending },
    data: {
      status: StageStatus.in_progress,
      startedAt: now,
      ...(tasks === null ? {} : { tasksTotal: tasks }),
    },
  });
  if (count === 1)
    await appendEvent(tx, requestId, 'stage.started', { stage, ...(tasks === null ? {} : { tasks }) });
}
