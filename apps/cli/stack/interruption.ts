/** The person, or the system, wants this command to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  constructor() {
    super('interrupted');
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Turns the signals that end a program into an `AbortSignal`; repeating them tells that the end is on its way. */
export function onInterruption(say: (line: string) => void): AbortSignal {
  const controller = new AbortController();
  for (const signal of signals)
    process.on(signal, () => {
      say(controller.signal.aborted ? 'still stopping' : 'stopping');
      controller.abort(new Interrupted());
    });
  return controller.signal;
}

/** Resolves when `signal` fires. */
export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => {
    signal.addEventListener('abort', resolve, { once: true });
  });
}
