import type { ErrorReply, GenerateContentReply, WireCandidate } from './protocol.ts';

/** What the fake answers to one call. */
export type Reply =
  | { kind: 'generated'; body: GenerateContentReply; modelVersion?: string }
  | { kind: 'error'; body: ErrorReply; headers: Record<string, string> }
  /** Bytes that are not Gemini's format: a proxy's error page, a body cut off on the way. */
  | { kind: 'foreign'; status: number; contentType: string; text: string }
  /** Accepts the request and never answers. */
  | { kind: 'hang' }
  /** Sends the headers and the start of a body, then nothing more. */
  | { kind: 'stall' }
  /** Closes the connection without an answer. */
  | { kind: 'hang_up' };

const harmless = ['HATE_SPEECH', 'DANGEROUS_CONTENT', 'HARASSMENT', 'SEXUALLY_EXPLICIT'].map((harm) => ({
  category: `HARM_CATEGORY_${harm}`,
  probability: 'NEGLIGIBLE',
}));

function candidate(rest: Omit<WireCandidate, 'index'>): Reply {
  return { kind: 'generated', body: { candidates: [{ ...rest, index: 0 }] } };
}

function failure(code: number, status: string, message: string, details?: Record<string, unknown>[]): Reply {
  const error = { code, message, status, ...(details === undefined ? {} : { details }) };
  return { kind: 'error', body: { error }, headers: {} };
}

/** A finished text answer. */
export function textReply(text: string): Reply {
  return candidate({ content: { parts: [{ text }], role: 'model' }, finishReason: 'STOP' });
}

/** A finished JSON answer, as with `responseMimeType: application/json`. */
export function jsonReply(value: unknown): Reply {
  return textReply(JSON.stringify(value));
}

/** Reports another `modelVersion` than the model asked for, as aliases such as `gemini-flash-latest` do. */
export function withModelVersion(reply: Reply, modelVersion: string): Reply {
  return reply.kind === 'generated' ? { ...reply, modelVersion } : reply;
}

/** JSON cut off in the middle at the output limit. */
export function truncatedReply(value: unknown): Reply {
  const text = JSON.stringify(value);
  return candidate({
    content: { parts: [{ text: text.slice(0, Math.floor(text.length / 2)) }], role: 'model' },
    finishReason: 'MAX_TOKENS',
  });
}

/** Speech: 16-bit little-endian mono PCM, as the text-to-speech models send it. */
export function audioReply(pcm: Int16Array, sampleRate = 24_000): Reply {
  const bytes = Buffer.alloc(pcm.length * 2);
  pcm.forEach((sample, index) => bytes.writeInt16LE(sample, index * 2));
  const inlineData = { mimeType: `audio/L16;codec=pcm;rate=${sampleRate}`, data: bytes.toString('base64') };
  return candidate({ content: { parts: [{ inlineData }], role: 'model' }, finishReason: 'STOP' });
}

/** The prompt itself was refused: no candidates. */
export function blockedPromptReply(blockReason = 'SAFETY'): Reply {
  return { kind: 'generated', body: { promptFeedback: { blockReason, safetyRatings: harmless } } };
}

/** The model stopped before the end, e.g. `SAFETY`, `RECITATION`, `PROHIBITED_CONTENT`: a candidate without content. */
export function stoppedReply(finishReason: string): Reply {
  return candidate({ finishReason, safetyRatings: harmless });
}

/** 404 as for a model that was retired or never existed. */
export function modelNotFoundReply(model: string): Reply {
  return failure(
    404,
    'NOT_FOUND',
    `models/${model} is not found for API version v1beta, or is not supported for generateContent. ` +
      'Call ListModels to see the list of available models and their supported methods.',
  );
}

/** 400 with reason API_KEY_INVALID, what Gemini says to a wrong key. */
export function invalidKeyReply(): Reply {
  return failure(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
    {
      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
      reason: 'API_KEY_INVALID',
      domain: 'googleapis.com',
      metadata: { service: 'generativelanguage.googleapis.com' },
    },
    {
      '@type': 'type.googleapis.com/google.rpc.LocalizedMessage',
      locale: 'en-US',
      message: 'API key not valid. Please pass a valid API key.',
    },
  ]);
}

/** 401, as for credentials that are no API key. */
export function unauthenticatedReply(): Reply {
  return failure(
    401,
    'UNAUTHENTICATED',
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid ' +
      'authentication credential.',
  );
}

/** 403 for a suspended key. Gemini names the key in this message: adapters must not pass it on. */
export function suspendedKeyReply(apiKey: string): Reply {
  return failure(
    403,
    'PERMISSION_DENIED',
    `Permission denied: Consumer 'api_key:${apiKey}' has been suspended.`,
    [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'CONSUMER_SUSPENDED',
        domain: 'googleapis.com',
        metadata: { consumer: `api_key:${apiKey}`, service: 'generativelanguage.googleapis.com' },
      },
    ],
  );
}

/** 403 for a call without a key. */
export function missingKeyReply(): Reply {
  return failure(
    403,
    'PERMISSION_DENIED',
    "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other " +
      'form of API consumer identity to call this API.',
  );
}

/** 400 for a request that the service cannot read. */
export function invalidArgumentReply(message = 'Request contains an invalid argument.'): Reply {
  return failure(400, 'INVALID_ARGUMENT', message);
}

/** 429: `retryAfter` is the header's value (seconds or an HTTP date), `retryDelay` the RetryInfo detail (e.g. "22s"). */
export function rateLimitedReply(wait: { retryAfter?: string; retryDelay?: string } = {}): Reply {
  const details: Record<string, unknown>[] = [
    {
      '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
      violations: [
        {
          quotaMetric: 'generativelanguage.googleapis.com/generate_content_free_tier_requests',
          quotaId: 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier',
          quotaValue: '10',
        },
      ],
    },
  ];
  if (wait.retryDelay !== undefined)
    details.push({ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: wait.retryDelay });
  const reply = failure(
    429,
    'RESOURCE_EXHAUSTED',
    'You exceeded your current quota, please check your plan and billing details.',
    details,
  );
  return reply.kind === 'error' && wait.retryAfter !== undefined
    ? { ...reply, headers: { 'retry-after': wait.retryAfter } }
    : reply;
}

/** 500. */
export function internalErrorReply(): Reply {
  return failure(500, 'INTERNAL', 'An internal error has occurred. Please retry.');
}

/** 503, as under load. */
export function overloadedReply(): Reply {
  return failure(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.');
}

/** 504. */
export function deadlineExceededReply(): Reply {
  return failure(504, 'DEADLINE_EXCEEDED', 'The request timed out. Please try again.');
}

/** A page that some proxy sends in Gemini's place. */
export function foreignReply(status: number, text = '<html><body>Bad gateway</body></html>'): Reply {
  return { kind: 'foreign', status, contentType: 'text/html', text };
}

export const hangReply: Reply = { kind: 'hang' };
export const stallReply: Reply = { kind: 'stall' };
export const hangUpReply: Reply = { kind: 'hang_up' };
