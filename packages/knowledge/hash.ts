import { createHash } from 'node:crypto';
import stringify from 'safe-stable-stringify';

/** SHA-256 (hex) of library content with sorted keys: changes when a word of it changes. */
export function contentHash(content: unknown): string {
  return createHash('sha256')
    .update(stringify(content) ?? '')
    .digest('hex');
}
