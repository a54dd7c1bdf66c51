import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** What the HTTP exchange of a call said that the client library does not pass on. */
export interface ObservedExchange {
  retryAfter?: string;
  /** Error code of the transport, e.g. ECONNREFUSED. */
  transportError?: string;
}

/**
 * The call that is under way. One for all calls: Node asks every storage that was ever used at every new promise, so
 * one for each call would slow the process down for good.
 */
const underWay = new AsyncLocalStorage<ObservedExchange>();

/**
 * Runs `call` and notes its `Retry-After` header and transport error. `@google/generative-ai` drops both, and takes no
 * fetch of ours; Node's fetch reports every exchange on diagnostics channels, and the async context tells which call
 * it belongs to. https://nodejs.org/api/diagnostics_channel.html, undici docs/api/DiagnosticsChannel.md
 */
export async function observeExchange<T>(call: (seen: ObservedExchange) => Promise<T>): Promise<T> {
  const seen: ObservedExchange = {};
  const ours = new WeakSet<object>();

  const onCreate = (message: unknown) => {
    if (underWay.getStore() === seen) ours.add((message as { request: object }).request);
  };
  const onHeaders = (message: unknown) => {
    const { request, response } = message as { request: object; response: { headers: Buffer[] } };
    if (!ours.has(request)) return;
    const headers = response.headers.map(String);
    const at = headers.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'retry-after');
    const value = at < 0 ? undefined : headers[at + 1];
    if (value !== undefined) seen.retryAfter = value;
  };
  const onError = (message: unknown) => {
    const { request, error } = message as { request: object; error: { code?: unknown } };
    if (ours.has(request) && typeof error.code === 'string') seen.transportError = error.code;
  };

  subscribe('undici:request:create', onCreate);
  subscribe('undici:request:headers', onHeaders);
  subscribe('undici:request:error', onError);
  try {
    return await underWay.run(seen, () => call(seen));
  } finally {
    unsubscribe('undici:request:create', onCreate);
    unsubscribe('undici:request:headers', onHeaders);
    unsubscribe('undici:request:error', onError);
  }
}
