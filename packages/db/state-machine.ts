import type { PipelineStage as Stage } from './enums.ts';
import { ContentRequestStatus as Request, StageStatus } from './enums.ts';

/**
 * Which status may follow which. Enforced twice: here, by compare-and-set updates, and in Postgres by the triggers of
 * migration `rules`, whose functions `state-machine.db.test.ts` compares with these tables pair by pair.
 */

/** Statuses in which work is done, in the order in which a request passes them. */
const working: readonly Request[] = [
  Request.pending,
  Request.validating,
  Request.retrieving,
  Request.generating_script,
  Request.generating_video,
  Request.processing_video,
  Request.notifying,
];

/** Statuses that no worker leaves: the end, or (failed) until an explicit retry. */
export const terminalStatuses: readonly Request[] = [Request.completed, Request.failed, Request.cancelled];

export function isTerminal(status: Request): boolean {
  return terminalStatuses.includes(status);
}

/** Every legal move of a request: forward, back to ask the learner, to an end, and failed → pending by a retry. */
export const requestMoves: Readonly<Record<Request, readonly Request[]>> = Object.fromEntries(
  Object.values(Request).map((from): [Request, Request[]] => {
    if (from === Request.completed || from === Request.cancelled) return [from, []];
    if (from === Request.failed) return [from, [Request.pending]];
    const forward = working.slice(working.indexOf(from) + 1);
    const back = from === Request.validating ? [Request.pending] : [];
    const end = from === Request.notifying ? [Request.completed] : [];
    return [from, [...back, ...forward, ...end, Request.failed, Request.cancelled]];
  }),
) as Record<Request, Request[]>;

/** Every legal move of a stage and of a task. `completed → pending` only by a retry that found a file gone. */
export const stageMoves: Readonly<Record<StageStatus, readonly StageStatus[]>> = {
  pending: [StageStatus.in_progress, StageStatus.completed, StageStatus.failed, StageStatus.skipped],
  in_progress: [StageStatus.pending, StageStatus.completed, StageStatus.failed, StageStatus.skipped],
  completed: [StageStatus.pending],
  failed: [StageStatus.pending],
  skipped: [],
};

/** The status a request shows while a stage runs. */
export const statusOfStage: Readonly<Record<Stage, Request>> = {
  validation: Request.validating,
  rag_retrieval: Request.retrieving,
  script_generation: Request.generating_script,
  speech_synthesis: Request.generating_video,
  video_generation: Request.generating_video,
  video_processing: Request.processing_video,
  notification: Request.notifying,
};
