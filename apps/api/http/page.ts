import { z } from 'zod';

/** A place in a list that is newest first: what comes after it is older. */
export interface Position {
  createdAt: Date;
  id: string;
}

/** The opaque form of a position. */
function cursorOf(item: { createdAt: string; id: string }): string {
  return Buffer.from(JSON.stringify([item.createdAt, item.id])).toString('base64url');
}

const positionSchema = z.tuple([z.iso.datetime(), z.guid()]);

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
}

/** Reads what `cursorOf` made. */
export const cursorSchema = z
  .string()
  .max(200)
  .transform((cursor, context): Position => {
    const position = positionSchema.safeParse(decode(cursor));
    if (!position.success) {
      context.addIssue({ code: 'custom', message: 'must be the nextCursor of an earlier page' });
      return z.NEVER;
    }
    const [createdAt, id] = position.data;
    return { createdAt: new Date(createdAt), id };
  })
  .meta({ type: 'string', description: '`nextCursor` of the page before.' });

/** Items per page, as lists take it. */
export const limitSchema = z
  .string()
  .regex(/^\d{1,3}$/, { error: 'must be a whole number from 1 to 100' })
  .transform(Number)
  .refine((limit) => limit >= 1 && limit <= 100, { error: 'must be a whole number from 1 to 100' })
  .default(20)
  .meta({ type: 'integer', minimum: 1, maximum: 100, description: 'Items per page.' });

/** The page out of what was read, which is one item more than `limit` when there is a next page. */
export function pageOf<T extends { createdAt: string; id: string }>(
  read: readonly T[],
  limit: number,
): { items: T[]; nextCursor: string | null } {
  const items = read.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: last && read.length > limit ? cursorOf(last) : null };
}

export const nextCursorSchema = z
  .string()
  .nullable()
  .meta({ description: 'Pass it as `cursor` for the next page; null on the last.' });
