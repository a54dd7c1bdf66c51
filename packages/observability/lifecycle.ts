/** What has to be ended, in the order in which it was begun. */
export type Disposers = (() => Promise<void>)[];

/** A process that does not end by itself after this is ended, in ms. */
const shutdownMs = 10_000;

/**
 * Runs a process: `start` builds it and registers what must be ended; SIGTERM or SIGINT ends everything in reverse
 * order, within `shutdownMs`. A failed start prints its reason and exits with 1.
 */
export async function runUntilStopped(
  name: string,
  start: (disposers: Disposers) => Promise<void>,
): Promise<void> {
  const disposers: Disposers = [];
  let stopping = false;
  const stop = async (exitCode: number) => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(exitCode === 0 ? 1 : exitCode), shutdownMs).unref();
    for (const dispose of disposers.reverse())
      await dispose().catch((error: unknown) => {
        process.stderr.write(`${name}: ${String(error)}\n`);
      });
    process.exit(exitCode);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(0));
  try {
    await start(disposers);
  } catch (error) {
    process.stderr.write(
      `${name} could not start: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    await stop(1);
  }
}
