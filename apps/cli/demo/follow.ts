import { setTimeout as delay } from 'node:timers/promises';
import { isTerminal } from '@vividly/db/state-machine';
import { z } from 'zod';
import { ApiUnreachable, type ApiClient } from './api-client.ts';
import type { RequestView } from './request-view.ts';

/** The request is asked for this often even if no event comes. */
const pollMs = 2_000;
const reconnectMs = 500;
/** Once the request is finished, how long its last events may take to arrive. */
const drainMs = 1_000;

const stageDoneSchema = z.object({ stage: z.string(), cached: z.boolean() });

/** How following ended: the request, finished or with an open question, and the stages that only found their results. */
export interface Followed {
  view: RequestView;
  cachedStages: ReadonlySet<string>;
}

/**
 * Follows a request until it is finished or asks the learner. Events tell when to look; without them (a broken stream)
 * it looks every two seconds. `onView` gets every state that was seen. Throws `ApiUnreachable` and what `signal` says.
 */
export async function followRequest(
  client: ApiClient,
  id: string,
  { signal, onView }: { signal: AbortSignal; onView: (view: RequestView) => void },
): Promise<Followed> {
  const over = new AbortController();
  const listening = AbortSignal.any([signal, over.signal]);
  const cachedStages = new Set<string>();
  let wake: () => void = () => undefined;
  const heard = listen(client, id, listening, (event) => {
    const done = stageDoneSchema.safeParse(event.data);
    if (event.type === 'stage.completed' && done.success && done.data.cached)
      cachedStages.add(done.data.stage);
    wake();
  });
  try {
    for (;;) {
      const woken = new Promise<void>((resolve) => (wake = resolve));
      const view = await client.read(id, signal);
      onView(view);
      const finished = isTerminal(view.status);
      if (finished) await Promise.race([heard, delay(drainMs, undefined, { signal: listening })]);
      if (finished || view.awaitingClarification) return { view, cachedStages };
      await pause(woken, signal);
    }
  } finally {
    over.abort();
    await heard;
  }
}

/** Until `woken` resolves or it is time to look anyway. Throws what `signal` says. */
async function pause(woken: Promise<void>, signal: AbortSignal): Promise<void> {
  const awake = new AbortController();
  const timer = delay(pollMs, undefined, { signal: AbortSignal.any([signal, awake.signal]) });
  await Promise.race([woken, timer.catch(() => undefined)]);
  awake.abort();
  signal.throwIfAborted();
}

/** Hears the request's events, over as many connections as it takes, until the last one or `signal`. Never throws. */
async function listen(
  client: ApiClient,
  id: string,
  signal: AbortSignal,
  onEvent: (event: { type: string; data: unknown }) => void,
): Promise<void> {
  let last = '0';
  while (!signal.aborted) {
    try {
      for await (const event of client.events(id, last, signal)) {
        last = event.id;
        onEvent(event);
      }
      return;
    } catch (error) {
      if (!(error instanceof ApiUnreachable)) return;
      await delay(reconnectMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
