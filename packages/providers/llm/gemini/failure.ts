import { GoogleGenerativeAIError, GoogleGenerativeAIFetchError } from '@google/generative-ai';
import { ProviderError, type ProviderErrorCode } from '../../errors.ts';
import type { ObservedExchange } from './response-observer.ts';
import { retryAfterHeaderMs, retryInfoMs } from './retry-after.ts';

const byStatus: Record<number, ProviderErrorCode> = {
  401: 'provider_unauthorized',
  403: 'provider_unauthorized',
  404: 'provider_model_not_found',
  408: 'provider_timeout',
  429: 'provider_rate_limited',
  504: 'provider_timeout',
};

/** Gemini answers a wrong key with status 400: its reason tells it from a bad request. */
const byReason: Record<string, ProviderErrorCode> = {
  API_KEY_INVALID: 'provider_unauthorized',
  API_KEY_EXPIRED: 'provider_unauthorized',
};

const timeouts = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
]);

interface FailedCall {
  model: string;
  /** Never to appear in an error. */
  apiKey: string;
  seen: ObservedExchange;
  /** ms since 1970. */
  now: number;
}

/**
 * What a failed call means. The client library's own error is not kept as the cause: its text holds the URL and the
 * service's words, which may quote the key.
 */
export function geminiFailure(error: unknown, call: FailedCall): ProviderError {
  if (error instanceof ProviderError) return error;
  if (error instanceof GoogleGenerativeAIFetchError) return answeredFailure(error, call);
  const code = call.seen.transportError;
  if (code !== undefined && timeouts.has(code))
    return new ProviderError('provider_timeout', 'gemini', `${call.model} did not answer (${code})`);
  if (code === undefined && !(error instanceof GoogleGenerativeAIError))
    return new ProviderError('provider_invalid_output', 'gemini', `${call.model} answered with broken JSON`);
  return new ProviderError(
    'provider_unavailable',
    'gemini',
    `gemini could not be reached (${code ?? 'connection lost'})`,
  );
}

function answeredFailure(
  error: GoogleGenerativeAIFetchError,
  { model, apiKey, seen, now }: FailedCall,
): ProviderError {
  const status = error.status ?? 0;
  const details = Array.isArray(error.errorDetails) ? error.errorDetails : [];
  const reason = details.map((detail) => detail.reason).find((each) => each !== undefined);
  const code =
    byReason[reason ?? ''] ??
    byStatus[status] ??
    (status >= 500 ? 'provider_unavailable' : 'provider_bad_request');
  const waits = [retryAfterHeaderMs(seen.retryAfter, now), retryInfoMs(details)].filter(
    (ms) => ms !== undefined,
  );
  const said = withoutSecrets(servicesWords(error.message), apiKey);
  return new ProviderError(
    code,
    'gemini',
    `${model} answered ${status}${reason === undefined ? '' : ` ${reason}`}${said === '' ? '' : `: ${said}`}`,
    waits.length === 0 ? {} : { retryAfterMs: Math.max(...waits) },
  );
}

/** The service's message out of "Error fetching from URL: [400 Bad Request] message [details as JSON]". */
function servicesWords(message: string): string {
  return message
    .replace(/^.*?: \[\d+[^\]]*\]\s*/s, '')
    .replace(/\s*\[\{.*$/s, '')
    .slice(0, 300);
}

/** `text` without `apiKey` and without anything that looks like a Google API key. */
function withoutSecrets(text: string, apiKey: string): string {
  return text.replaceAll(apiKey, '[key]').replace(/AIza[\w-]{20,}/g, '[key]');
}
