/**
 * Why a picture, a sound or a file could not be made. Nothing in this package retries: the engine does, and it reads
 * `retryable`.
 */
export class MediaError extends Error {
  override readonly name = 'MediaError';
  readonly code: MediaErrorCode;
  readonly retryable: boolean;
  /** The last 16 KB that the program wrote to stderr, for the one who has to find out why. */
  readonly stderr: string | undefined;

  constructor(code: MediaErrorCode, message: string, options: { cause?: unknown; stderr?: string } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = mediaErrors[code].retryable;
    this.stderr = options.stderr;
  }
}

/** Every way media work can fail; the table is the only place that says what may be tried again. */
export const mediaErrors = {
  /** The caller's signal fired. */
  media_aborted: { retryable: false },
  /** The wall clock of the run was used up. */
  media_timeout: { retryable: true },
  /** The program was alive but neither took input nor produced output. */
  media_stalled: { retryable: true },
  /** What was given to be drawn is no picture. */
  media_invalid_input: { retryable: false },
  /** The program ended with an error (full disk, out of memory, broken input). */
  media_failed: { retryable: true },
  /** The program reported success but what it left is not what was asked for. */
  media_invalid_output: { retryable: true },
  media_not_installed: { retryable: false },
  /** A text holds a character that no shipped font can draw. */
  media_missing_glyph: { retryable: false },
} as const satisfies Record<string, { retryable: boolean }>;
export type MediaErrorCode = keyof typeof mediaErrors;
