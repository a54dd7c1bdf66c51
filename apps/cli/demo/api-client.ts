import { createParser } from 'eventsource-parser';
import { z } from 'zod';
import type {
  CaptionMode,
  frameRateSchema,
  Music,
  RenditionHeight,
  themeChoiceSchema,
} from '@vividly/lesson/presentation';
import { requestViewSchema, type RequestView } from './request-view.ts';

/** What is asked for: the body of POST /content-requests. */
export interface LessonWish {
  query: string;
  interest?: string;
  gradeLevel?: number;
  durationSeconds?: number;
  aspectRatio?: string;
  theme?: z.infer<typeof themeChoiceSchema>;
  captions?: CaptionMode;
  music?: Music;
  frameRate?: z.infer<typeof frameRateSchema>;
  renditions?: RenditionHeight[];
  hls?: boolean;
}

/** The API refused: `code` and the message are the problem's. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Nobody answers at the API's address, or the answer broke off. */
export class ApiUnreachable extends Error {
  override readonly name = 'ApiUnreachable';
}

export interface RequestEvent {
  id: string;
  type: string;
  data: unknown;
}

/** The calls of the HTTP API that a lesson needs. They throw `ApiProblem`, `ApiUnreachable` and what `signal` says. */
export interface ApiClient {
  submit(wish: LessonWish, signal: AbortSignal): Promise<RequestView>;
  read(id: string, signal: AbortSignal): Promise<RequestView>;
  answer(id: string, answer: string, signal: AbortSignal): Promise<RequestView>;
  cancel(id: string, signal: AbortSignal): Promise<RequestView>;
  /** What happens to the request, after event number `after`, until its end or the connection's. */
  events(id: string, after: string, signal: AbortSignal): AsyncGenerator<RequestEvent, void>;
  /** The bytes at a path of the API. */
  download(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
}

const problemSchema = z.object({
  code: z.string(),
  title: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

async function problemOf(answer: Response): Promise<ApiProblem> {
  const problem = problemSchema.safeParse(await answer.json().catch(() => null));
  if (!problem.success)
    return new ApiProblem('http_error', `HTTP ${String(answer.status)} from ${answer.url}`);
  const { code, title, detail, errors = [] } = problem.data;
  const fields = errors.map(({ path, message }) => `${path} ${message}`);
  return new ApiProblem(code, [detail ?? title, ...fields].join('; '));
}

const answerLimitMs = 30_000;

export function createApiClient({ apiUrl, apiKey }: { apiUrl: string; apiKey: string }): ApiClient {
  const requests = '/api/v1/content-requests';

  const call = async (path: string, init: RequestInit, signal: AbortSignal): Promise<Response> => {
    let answer: Response;
    try {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${apiKey}`);
      answer = await fetch(new URL(path, apiUrl), { ...init, headers, signal });
    } catch (error) {
      throw unreachable(error, signal);
    }
    if (!answer.ok) throw await problemOf(answer);
    return answer;
  };

  const unreachable = (error: unknown, signal: AbortSignal): unknown =>
    signal.aborted ? signal.reason : new ApiUnreachable(`no answer from ${apiUrl}`, { cause: error });

  const json = async (path: string, init: RequestInit, signal: AbortSignal): Promise<RequestView> => {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(answerLimitMs)]);
    const answer = await call(path, init, limited);
    return requestViewSchema.parse(
      await answer.json().catch((error: unknown) => {
        throw unreachable(error, signal);
      }),
    );
  };

  const post = (path: string, body: unknown, signal: AbortSignal) =>
    json(
      path,
      { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
      signal,
    );

  return {
    submit: (wish, signal) => post(requests, { ...wish, modalities: ['video'] }, signal),
    read: (id, signal) => json(`${requests}/${id}`, {}, signal),
    answer: (id, answer, signal) => post(`${requests}/${id}/clarification`, { answer }, signal),
    cancel: (id, signal) => post(`${requests}/${id}/cancel`, {}, signal),
    async *events(id, after, signal) {
      const headers = { accept: 'text/event-stream', 'last-event-id': after };
      const answer = await call(`${requests}/${id}/events`, { headers }, signal);
      const arrived: RequestEvent[] = [];
      const parser = createParser({
        onEvent: (event) =>
          arrived.push({
            id: event.id ?? '',
            type: event.event ?? '',
            data: JSON.parse(event.data) as unknown,
          }),
      });
      const decoder = new TextDecoder();
      try {
        for await (const chunk of answer.body ?? []) {
          parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
          yield* arrived.splice(0);
        }
      } catch (error) {
        throw unreachable(error, signal);
      }
    },
    async download(path, signal) {
      const { body } = await call(path, {}, signal);
      if (body === null) throw new ApiUnreachable(`no bytes at ${path}`);
      return body;
    },
  };
}
