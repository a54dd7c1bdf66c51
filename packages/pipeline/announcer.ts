import { appendEvent, type Database } from '@vividly/db';
import type { Announcer } from './ports.ts';

/** Announces by appending `lesson.ready` to the request's events, once. */
export function createEventAnnouncer(db: Database): Announcer {
  return {
    async announce(requestId, message) {
      await db.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT 1 FROM content_requests WHERE id = ${requestId}::uuid FOR UPDATE`;
        const told = await tx.requestEvent.count({ where: { requestId, type: 'lesson.ready' } });
        if (told === 0) await appendEvent(tx, requestId, 'lesson.ready', message);
      });
    },
  };
}
