import { pino, type DestinationStream, type Logger } from 'pino';
import { currentContext } from './context.ts';

export type { Logger };

/** Keys whose values never reach a log, down to three levels of a line. */
const secretKeys = [
  ...[
    'authorization',
    'cookie',
    '"x-api-key"',
    'apiKey',
    'accessKeyId',
    'secretAccessKey',
    'password',
    'secret',
    'token',
  ],
  ...['DATABASE_URL', 'REDIS_URL', 'GEMINI_API_KEY', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
];
const redacted = secretKeys.flatMap((key) => {
  const path = key.startsWith('"') ? `[${key}]` : `.${key}`;
  return [path.replace(/^\./, ''), `*${path}`, `*.*${path}`];
});

/** Secrets that show by their form, wherever they stand: in a message, in an error's stack, at any depth. */
const secretForms: readonly [RegExp, string][] = [
  // The password of a URL; those of our own services also when a character of it should have been percent-encoded.
  [/\b((?:postgres(?:ql)?|rediss?):\/\/[^\s:/@"]*):[^\s"]+@/gi, '$1:****@'],
  [/(\b[a-z][a-z0-9+]*:\/\/[^\s:/@"]*):[^\s@"/]+@/gi, '$1:****@'],
  // API keys of ours and of Google.
  [/\bvk_[A-Za-z0-9_-]{43}/g, 'vk_****'],
  [/\bAIza[A-Za-z0-9_-]{35}/g, 'AIza****'],
  [/\bBearer [A-Za-z0-9._~+/-]{8,}=*/g, 'Bearer ****'],
];

function maskSecrets(line: string): string {
  return secretForms.reduce((text, [form, mask]) => text.replace(form, mask), line);
}

export interface LoggerOptions {
  service: string;
  level: string;
  /** Default: standard output. */
  destination?: DestinationStream;
}

/**
 * JSON lines with time, level, service and the ids of what is being done (see `withContext`). Secrets are left out by
 * key and by form; code must still never put one into a message.
 */
export function createLogger({ service, level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service },
    mixin: () => currentContext(),
    redact: { paths: redacted, censor: '[redacted]' },
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    hooks: { streamWrite: maskSecrets },
  };
  return destination ? pino(options, destination) : pino(options);
}
