import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';

/** A program that was run and has ended, whatever it came to. */
export interface ProgramRun {
  purpose: Purpose;
  /** From its start to its end. */
  seconds: number;
}

/** What programs are run for. */
export type Purpose =
  | 'encoding pictures'
  | 'watching'
  | 'measuring sound'
  | 'mastering'
  | 'hearing'
  | 'joining'
  | 'probing'
  | 'converting'
  | 'other';

const channelName = 'vividly:program-ended';
const ended = channel(channelName);

/** Calls `work`, which runs a program, and tells those who watch how long it took. */
export async function told<T>(purpose: Purpose, work: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  try {
    return await work();
  } finally {
    if (ended.hasSubscribers)
      ended.publish({ purpose, seconds: (performance.now() - begin) / 1000 } satisfies ProgramRun);
  }
}

/** Passes on every program that ends in this process, until the returned function is called. */
export function watchPrograms(onEnded: (run: ProgramRun) => void): () => void {
  const listener = (message: unknown): void => onEnded(message as ProgramRun);
  subscribe(channelName, listener);
  return () => unsubscribe(channelName, listener);
}
