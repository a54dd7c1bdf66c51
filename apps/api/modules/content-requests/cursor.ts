import { z } from 'zod';

/** A place in the list of requests: those after it are older. */
export interface Position {
  createdAt: Date;
  id: string;
}

/** The opaque form of a position. */
export function cursorOf(request: { createdAt: string; id: string }): string {
  return Buffer.from(JSON.stringify([request.createdAt, request.id])).toString('base64url');
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
