import { createHash, randomBytes } from 'node:crypto';
import type { Database, Transaction } from './client.ts';

/** An API key: `vk_` and 32 random bytes in base64url. */
export const apiKeyPattern = /^vk_[A-Za-z0-9_-]{43}$/;

/** What `api_keys.key_hash` holds for a key: its SHA-256, hex. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Makes an API key for a user. The key is in the answer and nowhere else: only its hash is stored. */
export async function createApiKey(
  db: Database | Transaction,
  owner: { organizationId: string; userId: string; name: string },
): Promise<{ id: string; key: string }> {
  const key = `vk_${randomBytes(32).toString('base64url')}`;
  const { id } = await db.apiKey.create({
    data: { ...owner, prefix: key.slice(0, 10), keyHash: hashApiKey(key) },
    select: { id: true },
  });
  return { id, key };
}
