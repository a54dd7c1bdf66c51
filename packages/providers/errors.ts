/**
 * What a provider's failure means for the one who asked. Adapters translate whatever their service says into this
 * class and never retry by themselves: the engine is the only layer that retries, and it reads `retryable`.
 */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly code: ProviderErrorCode;
  readonly provider: string;
  readonly retryable: boolean;
  /** Wait at least this long before the next try, when the service said so (Retry-After), in ms. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ProviderErrorCode,
    provider: string,
    message: string,
    options: { retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.provider = provider;
    this.retryable = providerErrors[code].retryable;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Every way a provider can fail; the table is the only place that says what may be tried again. */
export const providerErrors = {
  provider_model_not_found: { retryable: false },
  provider_unauthorized: { retryable: false },
  provider_bad_request: { retryable: false },
  provider_content_blocked: { retryable: false },
  provider_rate_limited: { retryable: true },
  provider_unavailable: { retryable: true },
  provider_timeout: { retryable: true },
  provider_invalid_output: { retryable: true },
  provider_not_installed: { retryable: false },
  topic_not_in_library: { retryable: false },
  storage_missing: { retryable: false },
  storage_corrupt: { retryable: false },
  storage_unavailable: { retryable: true },
} as const satisfies Record<string, { retryable: boolean }>;
export type ProviderErrorCode = keyof typeof providerErrors;
