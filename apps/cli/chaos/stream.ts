import type { Answer } from './api.ts';
import type { Trial } from './fault.ts';
import { pause } from './until.ts';

/** What became of a stream of requests. */
export interface Streamed {
  /** Every answer, with the moment at which it came, in ms since the epoch. */
  answers: { at: number; answer: Answer }[];
  /** Those that were not 202, each a sentence. */
  refused: string[];
}

/** Clients that keep asking. */
export interface Stream {
  answers: Streamed['answers'];
  /** Lets every client get its last answer. */
  stop(): Promise<Streamed>;
}

/** Starts clients that each ask for a text lesson, wait for the answer and `everyMs` more, and ask for another. */
export function streamOf(
  { load, signal }: Trial,
  { clients, everyMs }: { clients: number; everyMs: number },
): Stream {
  const stopping = new AbortController();
  const stopped = AbortSignal.any([signal, stopping.signal]);
  const answers: Streamed['answers'] = [];
  const client = async () => {
    while (!stopped.aborted) {
      const answer = await load.post(load.wishes.text());
      answers.push({ at: Date.now(), answer });
      await pause(everyMs, stopped).catch(() => undefined);
    }
  };
  const running = Promise.all(Array.from({ length: clients }, client));
  return {
    answers,
    async stop() {
      stopping.abort();
      await running;
      const refused = answers
        .filter(({ answer }) => answer.status !== 202)
        .map(({ answer }) => `a POST was answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
      return { answers, refused };
    },
  };
}
