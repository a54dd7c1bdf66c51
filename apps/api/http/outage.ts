import { isDatabaseOutage } from '@vividly/db';
import { ProviderError } from '@vividly/providers/storage';
import { Problem } from './problems.ts';

/** When a client may try again after an outage, in seconds. */
const retryAfterSeconds = '5';

/**
 * Tells whether an error means that PostgreSQL or the file storage cannot be used now, and returns the answer for it;
 * null for every other error.
 */
export function outageOf(error: unknown): Problem | null {
  const headers = { 'Retry-After': retryAfterSeconds };
  if (error instanceof ProviderError)
    return new Problem('storage_unavailable', 'The file storage cannot be reached now.', {
      headers,
      cause: error,
    });
  if (isDatabaseOutage(error))
    return new Problem('database_unavailable', 'The database cannot be reached now.', {
      headers,
      cause: error,
    });
  return null;
}
