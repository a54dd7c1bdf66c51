/**
 * What a provider's failure means for the one who asked. Adapters translate whatever their service says into this
 * class and never retry by themselves: the engine is the only layer that retries, and it reads `retryable`.
 */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly code: ProviderErrorCode;
  readonly provider: string;
  readonly retryable: boolean;
  /** How the engine waits before it tries again. */
  readonly retryClass: 'busy' | 'broken' | 'other';
  /** Whether it tells that the service itself is unwell, and not only this call; circuit breakers count these. */
  readonly health: boolean;
  /** Wait at least this long before the next try, when the service said so (Retry-After), in ms. */
  readonly retryAfterMs: number | undefined;
  /** The end of what the program said, where the provider is one. */
  readonly stderr: string | undefined;

  constructor(
    code: ProviderErrorCode,
    provider: string,
    message: string,
    options: { retryAfterMs?: number; stderr?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.provider = provider;
    const kind: ProviderErrorKind = providerErrors[code];
    this.retryable = kind.retryable;
    this.retryClass = kind.retryClass ?? 'other';
    this.health = kind.health ?? false;
    this.retryAfterMs = options.retryAfterMs;
    this.stderr = options.stderr;
  }
}

interface ProviderErrorKind {
  retryable: boolean;
  /** `busy`: the service has to recover first; `broken`: the next answer may simply be better. */
  retryClass?: 'busy' | 'broken';
  /** The service is down or asks to be left alone: whoever calls it next will meet the same. */
  health?: true;
}

/** Every way a provider can fail; the table is the only place that says what may be tried again, and how, and what a circuit counts. */
export const providerErrors = {
  provider_model_not_found: { retryable: false },
  provider_unauthorized: { retryable: false },
  provider_bad_request: { retryable: false },
  provider_content_blocked: { retryable: false },
  provider_rate_limited: { retryable: true, retryClass: 'busy', health: true },
  provider_unavailable: { retryable: true, retryClass: 'busy', health: true },
  provider_timeout: { retryable: true, retryClass: 'busy', health: true },
  provider_invalid_output: { retryable: true, retryClass: 'broken' },
  provider_not_installed: { retryable: false },
  topic_not_in_library: { retryable: false },
  storage_missing: { retryable: false },
  storage_corrupt: { retryable: false },
  storage_unavailable: { retryable: true, retryClass: 'busy' },
} as const satisfies Record<string, ProviderErrorKind>;
export type ProviderErrorCode = keyof typeof providerErrors;
