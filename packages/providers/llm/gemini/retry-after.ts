/**
 * ms to wait by a `Retry-After` header: seconds, or an HTTP date relative to `now` (ms since 1970).
 * undefined when there is none or it says nothing. RFC 9110 §10.2.3
 */
export function retryAfterHeaderMs(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Math.ceil(Number(value) * 1000);
  // Date.parse makes a year of "-5": a date has a month's name.
  const date = /[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * ms to wait by the `google.rpc.RetryInfo` among an error's details, whose `retryDelay` is a protobuf Duration such
 * as "22s" or "8.941621227s"; undefined when there is none.
 */
export function retryInfoMs(details: readonly Record<string, unknown>[]): number | undefined {
  const delays = details
    .filter((detail) => detail['@type'] === 'type.googleapis.com/google.rpc.RetryInfo')
    .map((detail) => /^(\d+(?:\.\d+)?)s$/.exec(String(detail['retryDelay']))?.[1])
    .filter((seconds) => seconds !== undefined)
    .map((seconds) => Math.ceil(Number(seconds) * 1000));
  return delays.length === 0 ? undefined : Math.max(...delays);
}
