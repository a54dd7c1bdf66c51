/** One call of a provider (a writer, a voice, a storage), however it ended. */
export interface ProviderCall {
  provider: string;
  operation: string;
  /** `ok`, or the stable code of the error; `aborted` when we gave up ourselves. */
  outcome: string;
  seconds: number;
}

/** Names of the methods of an adapter that return promises. */
type Operations<A> = {
  [K in keyof A & string]: A[K] extends (...args: never[]) => Promise<unknown> ? K : never;
}[keyof A & string];

/**
 * The same adapter, with every call of the named operations told to `observe`. What the adapter answers or throws
 * passes through untouched.
 */
export function measureCalls<A extends { readonly name: string }>(
  adapter: A,
  operations: readonly Operations<A>[],
  observe: (call: ProviderCall) => void,
): A {
  // An object over the adapter: getters such as `version` keep answering for themselves.
  const measured = Object.create(adapter) as A;
  for (const operation of operations) {
    const call = adapter[operation] as (...args: unknown[]) => Promise<unknown>;
    Object.defineProperty(measured, operation, {
      value: async (...args: unknown[]) => {
        const startedAt = performance.now();
        let outcome = 'ok';
        try {
          return await call.apply(adapter, args);
        } catch (error) {
          outcome = outcomeOf(error);
          throw error;
        } finally {
          observe({
            provider: adapter.name,
            operation,
            outcome,
            seconds: (performance.now() - startedAt) / 1000,
          });
        }
      },
    });
  }
  return measured;
}

/** A provider's errors carry a code; what carries none comes from an abort or is a bug. */
function outcomeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  if (name === 'AbortError' || name === 'StopError') return 'aborted';
  return typeof code === 'string' ? code : 'error';
}
