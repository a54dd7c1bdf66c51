/**
 * Failures as the engine sees them. Adapters keep their own error classes; whatever carries a stable `code` and a
 * `retryable` field is understood, everything else is a bug and is not tried again for ever (`internal_error`).
 */

/** Will fail the same way every time; never retried. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
  readonly code: string;
  readonly retryable = false;
  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** May succeed later; retried with capped exponential backoff. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
  readonly code: string;
  readonly retryable = true;
  readonly retryAfterMs: number | undefined;
  constructor(code: string, message: string, options: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Only the learner can go on: the request waits for an answer. */
export class NeedsLearnerError extends Error {
  override readonly name = 'NeedsLearnerError';
  readonly questions: string[];
  readonly reasoning: string;
  constructor(questions: string[], reasoning: string) {
    super(reasoning);
    this.questions = questions;
    this.reasoning = reasoning;
  }
}

/** Why a running task was told to stop. */
export type StopReason = 'fenced' | 'timeout' | 'shutdown';

/** The reason of an aborted task's signal. `fenced`: cancelled, or its lease passed to another worker. */
export class StopError extends Error {
  override readonly name = 'StopError';
  readonly reason: StopReason;
  constructor(reason: StopReason) {
    super(`the task was stopped: ${reason}`);
    this.reason = reason;
  }
}

/** What became of a failed try. */
export type Failure =
  | { kind: 'permanent'; code: string; message: string }
  | { kind: 'transient'; code: string; message: string; retryAfterMs: number | undefined }
  | { kind: 'needs_learner'; questions: string[]; reasoning: string }
  | { kind: 'stopped'; reason: 'fenced' | 'shutdown' };

/** A failure that ends a task for good. */
export interface FinalFailure {
  code: string;
  message: string;
  /** Whether an explicit retry of the request may help. */
  retryable: boolean;
}

interface Coded {
  code: string;
  retryable: boolean;
  retryAfterMs?: number | undefined;
}

function isCoded(error: Error): error is Error & Coded {
  return (
    'code' in error &&
    typeof error.code === 'string' &&
    'retryable' in error &&
    typeof error.retryable === 'boolean'
  );
}

/**
 * Sorts an error thrown by a handler. `signal` is the task's: when it was aborted, its reason decides, whatever the
 * handler threw on the way out.
 */
export function classify(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted && signal.reason instanceof StopError) {
    const { reason } = signal.reason;
    if (reason !== 'timeout') return { kind: 'stopped', reason };
    return {
      kind: 'transient',
      code: 'task_timeout',
      message: 'the task took longer than it may',
      retryAfterMs: undefined,
    };
  }
  if (error instanceof NeedsLearnerError)
    return { kind: 'needs_learner', questions: error.questions, reasoning: error.reasoning };
  if (error instanceof Error && isCoded(error)) {
    const { code, message } = error;
    return error.retryable
      ? { kind: 'transient', code, message, retryAfterMs: error.retryAfterMs }
      : { kind: 'permanent', code, message };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'transient', code: 'internal_error', message, retryAfterMs: undefined };
}
