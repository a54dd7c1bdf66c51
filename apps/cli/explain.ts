import { ZodError } from 'zod';
import { ConfigError } from '@vividly/config';
import { PostgresAccountError, ServerStartError } from '@vividly/testing/embedded';
import { CommandError } from './exit-codes.ts';
import { ApiProblem, ApiUnreachable } from './demo/api-client.ts';
import { RunInProgress } from './stack/open-run.ts';

/** Failures whose message says it all; what else goes wrong is ours, and its stack trace is wanted. */
const expected = [
  CommandError,
  ConfigError,
  RunInProgress,
  ServerStartError,
  PostgresAccountError,
  ApiProblem,
  ApiUnreachable,
  ZodError,
];

/** A failure in words for the person at the terminal. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
    return `The disk is full (${error.message}). Free some space and try again.`;
  if (expected.some((type) => error instanceof type)) return error.message;
  return error.stack ?? error.message;
}
