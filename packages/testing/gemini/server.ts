import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GenerateContentBody, GenerateContentReply } from './protocol.ts';
import {
  invalidArgumentReply,
  invalidKeyReply,
  missingKeyReply,
  modelNotFoundReply,
  type Reply,
} from './replies.ts';
import { schemaComplaint } from './response-schema.ts';

/** A generate call that reached the fake, whatever it answered. */
export interface RecordedCall {
  model: string;
  streamed: boolean;
  headers: Readonly<Record<string, string>>;
  body: GenerateContentBody;
  /** Resolves when the exchange is over: `aborted` when the client went away before the answer was complete. */
  ended: Promise<'answered' | 'aborted'>;
}

/** One answer, or a function of the call that makes it (and may wait before it does). */
export type ReplyScript = Reply | ((call: RecordedCall) => Reply | Promise<Reply>);

export interface FakeGemini {
  /** Base URL for the client library, without a trailing slash. */
  readonly url: string;
  /** The one key that is accepted. */
  readonly apiKey: string;
  readonly calls: readonly RecordedCall[];
  /**
   * A reply is queued and answers one call. A function answers every call for which the queue is empty and replaces
   * the function before it.
   */
  reply(script: ReplyScript): void;
  close(): Promise<void>;
}

export interface FakeGeminiOptions {
  apiKey?: string;
  /** Models that exist; every other one answers 404. */
  models?: readonly string[];
}

/**
 * Serves Gemini's REST format on a free loopback port: `POST /v1beta/models/{model}:generateContent`, the same with
 * `:streamGenerateContent` (server-sent events with `?alt=sse`, else a JSON array), and `GET /v1beta/models`.
 * Checks the key, the model and the response schema as the real service does before it looks at the script.
 */
export async function startFakeGemini(options: FakeGeminiOptions = {}): Promise<FakeGemini> {
  const apiKey = options.apiKey ?? 'fake-gemini-key-0123456789';
  const models = options.models ?? ['gemini-2.5-pro', 'gemini-2.5-flash', 'gemini-2.5-flash-preview-tts'];
  const calls: RecordedCall[] = [];
  const queue: Reply[] = [];
  let otherwise: Exclude<ReplyScript, Reply> = (call) =>
    invalidArgumentReply(`fake Gemini: no reply scripted for call ${calls.length} (${call.model})`);

  async function answerGenerate(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const [, model = '', task = ''] = /^\/v1beta\/models\/([^/:]+):(\w+)$/.exec(url.pathname) ?? [];
    const ended = new Promise<'answered' | 'aborted'>((resolve) => {
      response.on('close', () => resolve(response.writableFinished ? 'answered' : 'aborted'));
    });
    const body = JSON.parse(await textBody(request)) as GenerateContentBody;
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const call: RecordedCall = { model, streamed: task === 'streamGenerateContent', headers, body, ended };
    calls.push(call);
    const refusal = refuse(request, url, model, body);
    send(response, refusal ?? queue.shift() ?? (await otherwise(call)), {
      call,
      sse: url.searchParams.get('alt') === 'sse',
    });
  }

  function refuse(
    request: IncomingMessage,
    url: URL,
    model: string,
    body: GenerateContentBody,
  ): Reply | undefined {
    const key = request.headers['x-goog-api-key'] ?? url.searchParams.get('key');
    if (key === null) return missingKeyReply();
    if (key !== apiKey) return invalidKeyReply();
    if (!models.includes(model)) return modelNotFoundReply(model);
    if (!Array.isArray(body.contents) || body.contents.length === 0)
      return invalidArgumentReply('* GenerateContentRequest.contents: contents is not specified');
    const schema = body.generationConfig?.responseSchema;
    const complaint = schema === undefined ? undefined : schemaComplaint(schema);
    return complaint === undefined ? undefined : invalidArgumentReply(complaint);
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://loopback');
    if (request.method === 'GET' && url.pathname === '/v1beta/models')
      return sendJson(response, 200, {
        models: models.map((name) => ({
          name: `models/${name}`,
          supportedGenerationMethods: ['generateContent'],
        })),
      });
    if (
      request.method === 'POST' &&
      /^\/v1beta\/models\/[^/:]+:(stream)?[gG]enerateContent$/.test(url.pathname)
    )
      return void answerGenerate(request, response, url).catch((error: unknown) =>
        response.destroy(error as Error),
      );
    return sendJson(response, 404, { error: { code: 404, message: 'Not Found', status: 'NOT_FOUND' } });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKey,
    calls,
    reply(script) {
      if (typeof script === 'function') otherwise = script;
      else queue.push(script);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function textBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, reply: Reply, exchange: { call: RecordedCall; sse: boolean }): void {
  switch (reply.kind) {
    case 'hang':
      return;
    case 'hang_up':
      response.socket?.resetAndDestroy();
      return;
    case 'stall':
      response
        .writeHead(200, { 'content-type': 'application/json; charset=UTF-8' })
        .write('{"candidates": [');
      return;
    case 'foreign':
      response.writeHead(reply.status, { 'content-type': reply.contentType }).end(reply.text);
      return;
    case 'error':
      return sendJson(response, reply.body.error.code, reply.body, reply.headers);
    case 'generated': {
      const full = complete(reply.body, exchange.call, reply.modelVersion ?? exchange.call.model);
      if (!exchange.call.streamed) return sendJson(response, 200, full);
      if (!exchange.sse) return sendJson(response, 200, [full]);
      response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .end(`data: ${JSON.stringify(full)}\r\n\r\n`);
    }
  }
}

/** Adds what every answer of the service carries; token counts are estimated at four characters each. */
function complete(body: GenerateContentReply, call: RecordedCall, modelVersion: string): object {
  const tokens = (value: unknown) => Math.ceil(JSON.stringify(value).length / 4);
  const prompt = tokens(call.body.contents);
  const answer = body.candidates === undefined ? 0 : tokens(body.candidates);
  return {
    ...body,
    usageMetadata: {
      promptTokenCount: prompt,
      ...(answer === 0 ? {} : { candidatesTokenCount: answer }),
      totalTokenCount: prompt + answer,
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: prompt }],
    },
    modelVersion,
    responseId: `fake-${prompt}-${answer}`,
  };
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers })
    .end(JSON.stringify(body, null, 2));
}
