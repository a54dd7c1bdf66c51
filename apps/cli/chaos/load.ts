import { ContentRequestStatus } from '@vividly/db/enums';
import { isTerminal } from '@vividly/db/state-machine';
import type { Database } from '@vividly/db';
import { requestsPath, textIn, type Answer, type ChaosApi } from './api.ts';
import { pause } from './until.ts';
import type { Wish, Wishes } from './work.ts';

/** The requests of one trial. Every id that was answered 202 is remembered. */
export interface Load {
  wishes: Wishes;
  /** Sends a wish; whatever comes back is returned. */
  post(wish: Wish, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Sends a wish that must be accepted, and returns its id. Throws when it is not. */
  submit(wish: Wish): Promise<string>;
  /** Sends many, `atOnce` at a time, that must all be accepted. */
  submitAll(wishes: readonly Wish[], atOnce?: number): Promise<string[]>;
  /** Asks for the request's cancellation and expects it to end so when that is accepted. */
  cancel(id: string): Promise<Answer>;
  /** How each accepted request must end. */
  expected: ReadonlyMap<string, ContentRequestStatus>;
  ids(): string[];
  /** The same requests, sent and cancelled through another API. */
  as: (api: ChaosApi) => Load;
  /** Waits until all have ended, or none has for `limitMs`: many take their time, a lost one ends never. */
  settle(limitMs: number, signal: AbortSignal): Promise<void>;
}

const accepted = 202;
const pollMs = 200;

export function createLoad(
  api: ChaosApi,
  db: Database,
  wishes: Wishes,
  expected = new Map<string, ContentRequestStatus>(),
): Load {
  const post: Load['post'] = async (wish, headers) => {
    const answer = await api.post(requestsPath, wish.body, headers);
    const id = textIn(answer, 'id');
    if (answer.status === accepted && id !== null) expected.set(id, wish.ends);
    return answer;
  };
  const submit = async (wish: Wish) => {
    const answer = await post(wish);
    const id = textIn(answer, 'id');
    if (answer.status !== accepted || id === null)
      throw new Error(`a request was answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
    return id;
  };
  const ids = () => [...expected.keys()];

  return {
    wishes,
    post,
    submit,
    submitAll: async (list, atOnce = 10) => inParallel(list, atOnce, submit),
    async cancel(id) {
      const answer = await api.post(`${requestsPath}/${id}/cancel`);
      if (answer.status === accepted) expected.set(id, ContentRequestStatus.cancelled);
      return answer;
    },
    expected,
    ids,
    as: (other) => createLoad(other, db, wishes, expected),
    async settle(limitMs, signal) {
      let deadline = Date.now() + limitMs;
      let before = Infinity;
      const ended = Object.values(ContentRequestStatus).filter(isTerminal);
      while (Date.now() < deadline) {
        const open = await db.contentRequest.count({
          where: { id: { in: ids() }, status: { notIn: ended } },
        });
        if (open === 0) return;
        if (open < before) deadline = Date.now() + limitMs;
        before = open;
        await pause(pollMs, signal);
      }
    },
  };
}

/** Does something with every item, `atOnce` at a time; the results stand in the items' order. */
export async function inParallel<T, R>(
  items: readonly T[],
  atOnce: number,
  act: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const [index, item] of queue) results[index] = await act(item);
    }),
  );
  return results;
}
