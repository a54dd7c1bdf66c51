/** What the API answered, or that it did not. */
export interface Answer {
  /** 0: the connection broke off, or nothing came within 30 s. */
  status: number;
  retryAfter: string | null;
  /** The parsed JSON; undefined when the body is none. */
  body: unknown;
}

/** The HTTP API as a client sees it; no call throws. */
export interface ChaosApi {
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  get(path: string): Promise<Answer>;
  /** The same API for the owner of another key. */
  as(key: string): ChaosApi;
}

export const requestsPath = '/api/v1/content-requests';
const answerLimitMs = 30_000;

export function createApi(url: string, key: string): ChaosApi {
  const call = async (path: string, init: RequestInit): Promise<Answer> => {
    try {
      const answer = await fetch(url + path, { ...init, signal: AbortSignal.timeout(answerLimitMs) });
      const text = await answer.text();
      return {
        status: answer.status,
        retryAfter: answer.headers.get('retry-after'),
        body: parsed(text),
      };
    } catch {
      return { status: 0, retryAfter: null, body: undefined };
    }
  };
  const authorization = `Bearer ${key}`;
  return {
    post: async (path, body, headers = {}) =>
      call(path, {
        method: 'POST',
        headers: {
          ...headers,
          authorization,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    get: async (path) => call(path, { headers: { authorization } }),
    as: (other) => createApi(url, other),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A text member of an answer's JSON object; null when there is none. */
export function textIn({ body }: Answer, member: string): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const value: unknown = (body as Record<string, unknown>)[member];
  return typeof value === 'string' ? value : null;
}
