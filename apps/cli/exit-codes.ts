/**
 * What the command line's exit codes mean. 0, 1 and 2 of `demo` are a contract (DESIGN, command line); a mistake in the
 * arguments must not look like a lesson that needs a question answered, hence 64, which sysexits.h calls EX_USAGE.
 */
export const exitCodes = {
  ok: 0,
  failed: 1,
  needsClarification: 2,
  usage: 64,
  /** 128 + SIGINT, as shells expect of an interrupted program. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A failure that the person at the terminal can understand: shown without a stack trace. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
