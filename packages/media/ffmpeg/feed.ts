import type { Writable } from 'node:stream';

/**
 * Writes every chunk of `source` to `sink`, waiting for each to be taken before the next is asked for, so that at most
 * one chunk is in memory here. Calls `onAccepted` after each. Ends `sink` at the end of the source.
 *
 * When the reader closes its end early, the source is told to stop (its `return` runs) and the promise resolves: why
 * the reader left shows in its exit code. Rejects only with what `source` throws.
 */
export async function feed(
  source: AsyncIterable<Uint8Array>,
  sink: Writable,
  onAccepted: () => void,
): Promise<void> {
  let wake: (() => void) | undefined;
  sink.once('close', () => wake?.());
  // EPIPE and the like: the callback of the write says so too, and `close` follows.
  sink.on('error', () => undefined);
  const iterator = source[Symbol.asyncIterator]();

  /** The next chunk; `closed` when the reader left while the source was still making it. */
  const nextChunk = (): Promise<IteratorResult<Uint8Array> | 'closed'> =>
    new Promise((resolve, reject) => {
      wake = () => resolve('closed');
      if (sink.destroyed) wake();
      iterator.next().then(resolve, reject);
    });

  try {
    for (;;) {
      const next = await nextChunk();
      if (next === 'closed') {
        // The source is busy and may never answer: it is told to stop, not waited for.
        iterator.return?.().catch(() => undefined);
        return;
      }
      if (next.done) return;
      if (!(await write(sink, next.value))) {
        await iterator.return?.();
        return;
      }
      onAccepted();
    }
  } finally {
    sink.end();
  }
}

/** True once the chunk is taken, false when the reader is gone. */
function write(sink: Writable, chunk: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => sink.write(chunk, (error) => resolve(!error)));
}
