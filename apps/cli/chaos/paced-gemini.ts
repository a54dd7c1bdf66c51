import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import {
  jsonReply,
  outOfScopeDocument,
  replyAsWriter,
  startFakeGemini,
  textOf,
  writerCall,
  type RecordedCall,
  type Reply,
  type WriterCall,
} from '@vividly/testing/gemini';
import type { Environment } from '../stack/environment.ts';
import type { Random } from './random.ts';
import { refusedWords } from './work.ts';

/** What the writer asks for: to understand a question, or for a lesson (also to mend one). */
export type Kind = WriterCall['kind'];

/** How long the answer to a call takes: from and to, in ms. */
export type Pace = Readonly<Record<Kind, readonly [number, number]>>;

/** A call that reached it, answered or not. */
export interface HeardCall {
  kind: Kind;
  /** In ms since the epoch. */
  at: number;
}

/** Answers calls in its place, at once; null leaves a call to it. */
export type Trouble = (kind: Kind, text: string) => Reply | null;

export const noTrouble: Trouble = () => null;

/** A Gemini that understands every question but those that are no lesson, and writes the same lesson, as slowly as wanted. */
export interface PacedGemini {
  /** What makes a worker use it. */
  environment: Environment;
  /** For calls that come from now on. */
  pace(pace: Pace): void;
  /** For calls that come from now on. */
  trouble(trouble: Trouble): void;
  /** Calls so far that carried `query`, in order. */
  heard(query: string): HeardCall[];
  /** How many calls there have been so far. */
  heardInAll(): number;
  /** Calls of one kind so far that carried `query`, answered or not. */
  calls(kind: Kind, query: string): number;
  close(): Promise<void>;
}

/** Answers as fast as it can. */
export const atOnce: Pace = { understand: [0, 0], lesson: [0, 0] };

/** Starts it on a free port of loopback; `random` chooses each answer's time. */
export async function startPacedGemini(random: Random): Promise<PacedGemini> {
  const gemini = await startFakeGemini();
  const closing = new AbortController();
  // One for each call under way.
  setMaxListeners(0, closing.signal);
  let current = atOnce;
  let disturbed = noTrouble;
  const heard: (HeardCall & { call: RecordedCall })[] = [];
  const heardOf = (query: string) => heard.filter(({ call }) => textOf(call.body).includes(query));
  gemini.reply(async (call) => {
    const kind = writerCall(call)?.kind;
    if (kind !== undefined) {
      heard.push({ kind, at: Date.now(), call });
      const instead = disturbed(kind, textOf(call.body));
      if (instead !== null) return instead;
      await delay(random.whole(...current[kind]), undefined, { signal: closing.signal });
    }
    if (kind === 'understand' && textOf(call.body).includes(refusedWords))
      return jsonReply(outOfScopeDocument('That is nothing to learn.'));
    return replyAsWriter(call);
  });
  return {
    environment: {
      LLM_PROVIDER: 'gemini',
      GEMINI_API_KEY: gemini.apiKey,
      GEMINI_BASE_URL: gemini.url,
      GEMINI_MODELS: 'gemini-2.5-flash',
    },
    pace(pace) {
      current = pace;
    },
    trouble(trouble) {
      disturbed = trouble;
    },
    heard: heardOf,
    heardInAll: () => heard.length,
    calls: (kind, query) => heardOf(query).filter((call) => call.kind === kind).length,
    async close() {
      closing.abort();
      await gemini.close();
    },
  };
}
