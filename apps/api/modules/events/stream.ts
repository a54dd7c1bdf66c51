import { once } from 'node:events';
import type { Response } from 'express';
import { isTerminal, type Database } from '@vividly/db';
import type { Logger, StreamTimings } from '../../deps.ts';
import { createBell } from './bell.ts';
import type { EventFeed } from './feed.ts';

/** Events read and written at a time, so that a long history never sits in memory as a whole. */
const page = 100;

export interface StreamOptions {
  db: Database;
  feed: EventFeed;
  logger: Logger;
  stopping: AbortSignal;
  timings: StreamTimings;
}

/**
 * Writes the events of a request after number `after` as they happen, until the last event of a finished request, the
 * client's departure or the server's stop. The caller has sent the headers.
 */
export async function streamEvents(
  res: Response,
  { requestId, after }: { requestId: string; after: number },
  { db, feed, logger, stopping, timings }: StreamOptions,
): Promise<void> {
  const bell = createBell();
  const gone = new AbortController();
  const leave = () => {
    gone.abort();
    bell.ring();
  };
  res.once('close', leave);
  stopping.addEventListener('abort', bell.ring);
  const unsubscribe = feed.subscribe(requestId, bell.ring);
  const heartbeat = setInterval(() => {
    if (!res.writableNeedDrain) res.write(': heartbeat\n\n');
  }, timings.heartbeat);
  let last = after;
  try {
    while (!gone.signal.aborted && !stopping.aborted) {
      const news = await readAfter(db, requestId, last).catch((error: unknown) => {
        logger.warn(
          { err: error, contentRequestId: requestId },
          'an event stream could not read; it will try again',
        );
        return null;
      });
      for (const event of news?.events ?? []) {
        if (!(await write(res, event, gone.signal, timings.drain))) return;
        last = event.seq;
      }
      if (news !== null && last >= news.end) return;
      if (news?.events.length !== page) await bell.wait(timings.poll);
    }
  } finally {
    clearInterval(heartbeat);
    unsubscribe();
    stopping.removeEventListener('abort', bell.ring);
    res.off('close', leave);
    res.end();
  }
}

interface StreamedEvent {
  seq: number;
  type: string;
  data: unknown;
}

/** The next events, and the number of the last one there will be: infinite while the request goes on. */
async function readAfter(
  db: Database,
  requestId: string,
  after: number,
): Promise<{ events: StreamedEvent[]; end: number }> {
  // First the state, then the events: what the state counts is then certainly among them.
  const request = await db.contentRequest.findUnique({
    where: { id: requestId },
    select: { status: true, lastEventSeq: true },
  });
  const events = await db.requestEvent.findMany({
    where: { requestId, seq: { gt: after } },
    orderBy: { seq: 'asc' },
    take: page,
    select: { seq: true, type: true, data: true },
  });
  if (!request) return { events, end: 0 };
  return { events, end: isTerminal(request.status) ? request.lastEventSeq : Infinity };
}

/** Writes one event and waits while the client is slow. False when the client is gone, or was cut off as too slow. */
async function write(
  res: Response,
  event: StreamedEvent,
  gone: AbortSignal,
  drainMs: number,
): Promise<boolean> {
  if (gone.aborted) return false;
  const { seq, type, data } = event;
  if (res.write(`id: ${String(seq)}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`)) return true;
  // Destroying the response closes it, which sets `gone` off.
  const tooSlow = setTimeout(() => res.destroy(), drainMs);
  try {
    await once(res, 'drain', { signal: gone });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(tooSlow);
  }
}
