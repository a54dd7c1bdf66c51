import type { Prisma, Transaction } from './client.ts';
import type { ContentRequestStatus, PipelineStage } from './enums.ts';
import { appendEvent } from './events.ts';
import { requestMoves } from './state-machine.ts';

/** The request was not in the status that the move starts from: somebody else moved it first. */
export class MoveConflict extends Error {
  override readonly name = 'MoveConflict';
  readonly requestId: string;
  constructor(requestId: string, from: ContentRequestStatus, to: ContentRequestStatus) {
    super(`request ${requestId} could not move from ${from} to ${to}`);
    this.requestId = requestId;
  }
}

export interface RequestMove {
  requestId: string;
  from: ContentRequestStatus;
  to: ContentRequestStatus;
  stage: PipelineStage | null;
  /** Further columns to set with the move. */
  set?: Prisma.ContentRequestUpdateManyMutationInput;
  /** What else the event tells. */
  details?: Prisma.InputJsonObject;
}

/**
 * Moves a request from one status to another, if it is still there, and writes the one event of the move in the same
 * transaction. Throws `MoveConflict` when it is not there any more, `RangeError` when the table forbids the move.
 */
export async function moveRequest(tx: Transaction, move: RequestMove): Promise<void> {
  const { requestId, from, to, stage } = move;
  if (!requestMoves[from].includes(to)) throw new RangeError(`a request may not move from ${from} to ${to}`);
  const { count } = await tx.contentRequest.updateMany({
    where: { id: requestId, status: from },
    data: { ...move.set, status: to, currentStage: stage },
  });
  if (count !== 1) throw new MoveConflict(requestId, from, to);
  await appendEvent(tx, requestId, 'request.status', { from, to, stage, ...move.details });
}
