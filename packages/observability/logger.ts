import { pino, type DestinationStream, type Logger } from 'pino';
import { currentContext } from './context.ts';

export type { Logger };

/** Keys whose values never reach a log, wherever they stand in a line. */
const secretKeys = ['authorization', 'apiKey', 'password', 'secret', 'token', 'DATABASE_URL', 'REDIS_URL', 'GEMINI_API_KEY'];
const redacted = secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `headers["x-api-key"]`, `*.headers["x-api-key"]`]);

export interface LoggerOptions {
  service: string;
  level: string;
  /** Default: standard output. */
  destination?: DestinationStream;
}

/**
 * JSON lines with time, level, service and the ids of what is being done (see `withContext`). Secrets are left out by
 * key; code must still never put one into a message.
 */
export function createLogger({ service, level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service },
    mixin: () => currentContext(),
    redact: { paths: [...new Set(redacted)], censor: '[redacted]' },
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return destination ? pino(options, destination) : pino(options);
}
