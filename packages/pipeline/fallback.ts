import { ParkedError } from '@vividly/engine';
import { ProviderError } from '@vividly/providers';

/**
 * Calls the providers in order until one answers. Only a provider's own failure passes on to the next, and a circuit
 * that is open. When all fail and one was not to be called, the task waits for the one that may be called first: no try
 * is used up while the preferred provider recovers. Otherwise the error that may go away is thrown before one that will
 * not, so that the engine tries again where that can help. With one provider this is just the call.
 */
export async function firstThatWorks<P, T>(
  providers: readonly [P, ...P[]],
  signal: AbortSignal,
  call: (provider: P) => Promise<T>,
): Promise<T> {
  const failures: ProviderError[] = [];
  const parked: ParkedError[] = [];
  for (const provider of providers) {
    signal.throwIfAborted();
    try {
      return await call(provider);
    } catch (error) {
      if (error instanceof ParkedError) parked.push(error);
      else if (error instanceof ProviderError) failures.push(error);
      else throw error;
    }
  }
  const soonest = parked.sort((one, other) => one.parkForMs - other.parkForMs)[0];
  throw (
    soonest ??
    failures.find((failure) => failure.retryable) ??
    failures[0] ??
    new Error('no provider is configured')
  );
}

/** Names and versions of a chain, for task hashes. */
export function chainRevision(providers: readonly { name: string; version: string }[]): string {
  return providers.map(({ name, version }) => `${name}@${version}`).join(',');
}
