import { isDatabaseOutage } from '@vividly/db';
import type { RetryClass } from './retry-policy.ts';

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

/**
 * It cannot be tried now, through no fault of the task's: the task waits for `parkForMs` and no try is used up. For a
 * provider whose circuit is open, a database that is away, a payload that only newer workers understand.
 */
export class ParkedError extends Error {
  override readonly name = 'ParkedError';
  readonly code: string;
  readonly parkForMs: number;
  constructor(code: string, message: string, parkForMs: number, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.parkForMs = parkForMs;
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
export type StopReason = 'fenced' | 'unreachable' | 'timeout' | 'shutdown';

/**
 * The reason of an aborted task's signal. `fenced`: cancelled, or its lease passed to another worker. `unreachable`: the
 * lease could not be renewed in time, so another worker may have the task by now.
 */
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
  | { kind: 'permanent'; code: string; message: string; stderr: string | undefined }
  | {
      kind: 'transient';
      code: string;
      message: string;
      retryClass: RetryClass;
      retryAfterMs: number | undefined;
      stderr: string | undefined;
    }
  | { kind: 'parked'; code: string; message: string; parkForMs: number }
  | { kind: 'needs_learner'; questions: string[]; reasoning: string }
  | { kind: 'stopped'; reason: Exclude<StopReason, 'timeout'> };

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
  retryClass?: RetryClass;
  retryAfterMs?: number | undefined;
  /** The last that the program said which failed. */
  stderr?: string | undefined;
}

/** Of a transient failure that says nothing about itself. */
const unspecified = { retryClass: 'other', retryAfterMs: undefined, stderr: undefined } as const;

/** What the operating system says when a disk is full, or the share of it that this user may have. */
const noSpace = new Set(['ENOSPC', 'EDQUOT']);

/** A task that met a database outage comes back after so long. */
const outageParkMs = 1_000;

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
  const thrown: unknown = signal.aborted ? signal.reason : error;
  if (thrown instanceof StopError) {
    const { reason } = thrown;
    if (reason !== 'timeout') return { kind: 'stopped', reason };
    return {
      kind: 'transient',
      code: 'task_timeout',
      message: 'the task took longer than it may',
      ...unspecified,
    };
  }
  if (error instanceof ParkedError) {
    const { code, message, parkForMs } = error;
    return { kind: 'parked', code, message, parkForMs };
  }
  if (isDatabaseOutage(error))
    return {
      kind: 'parked',
      code: 'database_unavailable',
      message: 'the database could not be reached',
      parkForMs: outageParkMs,
    };
  if (error instanceof NeedsLearnerError)
    return { kind: 'needs_learner', questions: error.questions, reasoning: error.reasoning };
  if (error instanceof Error && isCoded(error)) {
    const { code, message, retryClass = 'other', retryAfterMs, stderr } = error;
    return error.retryable
      ? { kind: 'transient', code, message, retryClass, retryAfterMs, stderr }
      : { kind: 'permanent', code, message, stderr };
  }
  const message = error instanceof Error ? error.message : String(error);
  // Whatever a handler was about to write: an operator can mend it, and it is no bug.
  if (error instanceof Error && 'code' in error && noSpace.has(String(error.code)))
    return { kind: 'transient', code: 'storage_unavailable', message, ...unspecified, retryClass: 'busy' };
  return { kind: 'transient', code: 'internal_error', message, ...unspecified };
}
