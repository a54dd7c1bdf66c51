import type { Prisma, Transaction } from './client.ts';

/** Everything that can happen to a request, as streams and inboxes read it. */
export type RequestEventType =
  /** Accepted; `{status}` */
  | 'request.created'
  /** The status changed; `{from, to, stage}` plus what explains the move (error, clarification, result). */
  | 'request.status'
  /** `{round, answer}` */
  | 'clarification.answered'
  /** `{stage, tasks}` */
  | 'stage.started'
  /** `{stage, cached}` */
  | 'stage.completed'
  /** `{stage, error}`; a stage that is not critical failed and the request went on */
  | 'stage.failed'
  /** `{progressPercentage, stage, done, total}` */
  | 'request.progress'
  /** `{stage, part, attempt, code, message, nextTryAt}` */
  | 'task.retrying'
  /** `{stage, part, code, message, nextTryAt}`; it waits for something that is down, and no try is used up */
  | 'task.parked'
  /** What the notification stage tells the learner's inbox. */
  | 'lesson.ready';

/**
 * Appends one event and returns its number (1, 2, 3… within the request). The counter on the request row makes
 * writers of one request wait for each other, so numbers have no gaps.
 */
export async function appendEvent(
  tx: Transaction,
  requestId: string,
  type: RequestEventType,
  data: Prisma.InputJsonObject,
): Promise<number> {
  const [event] = await tx.$queryRaw<{ seq: number }[]>`
    WITH counted AS (
      UPDATE content_requests SET last_event_seq = last_event_seq + 1 WHERE id = ${requestId}::uuid
      RETURNING last_event_seq
    )
    INSERT INTO request_events (request_id, seq, type, data)
    SELECT ${requestId}::uuid, last_event_seq, ${type}, ${data}::jsonb FROM counted
    RETURNING seq`;
  if (event === undefined) throw new RangeError(`there is no request ${requestId} to write an event of`);
  return event.seq;
}
