import { createHash } from 'node:crypto';
import { stringify } from 'safe-stable-stringify';
import { z } from 'zod';
import type { Database, Transaction } from '@vividly/db';
import { Problem } from '../../http/problems.ts';

/** How long a key stands for its first body. */
const lifetimeHours = 24;

/** How many expired keys a new one clears away. */
const sweepBatch = 100;

export const idempotencyKeySchema = z
  .string()
  .regex(/^[\x21-\x7e]([\x20-\x7e]{0,253}[\x21-\x7e])?$/, {
    error: 'must have 1 to 255 printable ASCII characters',
  })
  .meta({
    description: `Makes the call safe to repeat: within ${String(lifetimeHours)} hours the same key with the same body gives the same request.`,
    examples: ['7c1d5a52-0d0b-4c83-9f8e-2f6d1b9b6a10'],
  });

/** A key as its organization uses it, with the body it came with. */
export interface IdempotentCall {
  organizationId: string;
  key: string;
  /** The body as validated: fields left out and fields set to their default are the same. */
  body: unknown;
}

/** Another transaction holds the key. */
class KeyTaken extends Error {
  override readonly name = 'KeyTaken';
}

/**
 * Runs `create` once per key. The request and its key are written in one transaction, and the key's row is unique: of
 * several calls at once one creates, the others wait for its commit and find its request. Returns the request's id and
 * whether it was there before. Throws `idempotency_key_reused` when the key came with another body.
 */
export async function createOnce(
  db: Database,
  call: IdempotentCall,
  create: (tx: Transaction) => Promise<{ id: string }>,
): Promise<{ id: string; replayed: boolean }> {
  const bodyHash = createHash('sha256')
    .update(String(stringify(call.body)))
    .digest('hex');
  const known = await findCreated(db, call, bodyHash);
  if (known !== null) return { id: known, replayed: true };
  try {
    const id = await db.$transaction(async (tx) => {
      const created = await create(tx);
      await hold(tx, call, bodyHash, created.id);
      await sweep(tx);
      return created.id;
    });
    return { id, replayed: false };
  } catch (error) {
    if (!(error instanceof KeyTaken)) throw error;
    const taken = await findCreated(db, call, bodyHash);
    if (taken === null)
      throw new Error('an idempotency key expired in the moment it was found taken', { cause: error });
    return { id: taken, replayed: true };
  }
}

async function findCreated(
  db: Database,
  { organizationId, key }: IdempotentCall,
  bodyHash: string,
): Promise<string | null> {
  const held = await db.idempotencyKey.findFirst({
    where: { organizationId, key, expiresAt: { gt: new Date() } },
  });
  if (!held) return null;
  if (held.bodyHash !== bodyHash)
    throw new Problem(
      'idempotency_key_reused',
      `Request ${held.requestId} was made with this key and another body.`,
    );
  return held.requestId;
}

/** Takes the key, or over from an expired use of it. Throws `KeyTaken`. */
async function hold(
  tx: Transaction,
  { organizationId, key }: IdempotentCall,
  bodyHash: string,
  requestId: string,
): Promise<void> {
  const now = new Date();
  const expiresAt = new Date(now.getTime() + lifetimeHours * 3_600_000);
  const taken = await tx.$executeRaw`
    INSERT INTO idempotency_keys (organization_id, key, body_hash, request_id, created_at, expires_at)
    VALUES (${organizationId}::uuid, ${key}, ${bodyHash}, ${requestId}::uuid, ${now}, ${expiresAt})
    ON CONFLICT (organization_id, key) DO UPDATE SET body_hash = excluded.body_hash, request_id = excluded.request_id,
      created_at = excluded.created_at, expires_at = excluded.expires_at
    WHERE idempotency_keys.expires_at <= excluded.created_at`;
  if (taken === 0) throw new KeyTaken('the idempotency key is taken');
}

/** Keys are swept where they are made, so that no process has to remember to. */
async function sweep(tx: Transaction): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM idempotency_keys k USING (
      SELECT organization_id, key FROM idempotency_keys WHERE expires_at <= now()
      ORDER BY expires_at LIMIT ${sweepBatch} FOR UPDATE SKIP LOCKED
    ) expired WHERE k.organization_id = expired.organization_id AND k.key = expired.key`;
}
