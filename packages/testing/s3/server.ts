import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signatureFault, type SigningKeys } from './signature.ts';

export interface StoredObject {
  body: Buffer;
  contentType: string;
  /** `x-amz-meta-*` headers without that prefix. */
  metadata: Record<string, string>;
  storedAt: Date;
}

/** What the fake does to the next request instead of serving it; a stall is an answer that stops half way. */
export type S3Failure =
  | { kind: 'error'; status: number; code: string }
  | { kind: 'hang' }
  | { kind: 'stall' }
  | { kind: 'hang_up' };

export interface FakeS3 {
  readonly url: string;
  readonly bucket: string;
  readonly region: string;
  readonly credentials: SigningKeys;
  /** Objects by key: read them to see what was stored, change them to damage it. */
  readonly objects: Map<string, StoredObject>;
  /** `PUT key`, `HEAD key`, … in order of arrival; the bucket itself is the empty key. */
  readonly calls: readonly string[];
  /** Queues a failure for one request. */
  fail(failure: S3Failure): void;
  close(): Promise<void>;
}

interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  key: string;
}

const statusOf: Record<string, number> = {
  AccessDenied: 403,
  InvalidAccessKeyId: 403,
  SignatureDoesNotMatch: 403,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  InvalidRange: 416,
  BadDigest: 400,
  NotImplemented: 501,
  MethodNotAllowed: 405,
};

/**
 * Serves one bucket of S3's REST format, path style, on a free loopback port: HeadBucket, ListObjectsV2, and Put, Get (with Range),
 * Head and DeleteObject. Checks SigV4 signatures, `x-amz-checksum-sha256` and `Content-Length`; refuses chunked
 * uploads with trailing checksums, as many S3-compatible services do.
 */
export async function startFakeS3(): Promise<FakeS3> {
  const bucket = 'lessons';
  const credentials = { accessKeyId: 'FAKEACCESSKEY', secretAccessKey: 'fake-secret-access-key-0123456789' };
  const objects = new Map<string, StoredObject>();
  const calls: string[] = [];
  const failures: S3Failure[] = [];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const [, named = '', ...rest] = decodeURIComponent(url.pathname).split('/');
    const call: Call = { request, response, key: rest.join('/') };
    calls.push(`${request.method} ${call.key}`);
    const body = await bodyOf(request);
    const failure = failures.shift();
    if (failure?.kind === 'hang') return;
    if (failure?.kind === 'stall')
      return void response.writeHead(200, { 'content-length': 1000 }).write('half of it');
    if (failure?.kind === 'hang_up') return (request.socket.resetAndDestroy(), undefined);
    if (failure?.kind === 'error') return refuse(call, failure.code, failure.status);
    const fault = signatureFault(
      { method: request.method ?? '', url, headers: request.headers },
      credentials,
      Date.now(),
    );
    if (fault !== undefined) return refuse(call, fault);
    if (named !== bucket) return refuse(call, 'NoSuchBucket');
    if (call.key === '' && request.method === 'HEAD') return void response.end();
    if (call.key === '' && request.method === 'GET' && url.searchParams.get('list-type') === '2')
      return list(response, objects, url.searchParams);
    if (call.key === '') return refuse(call, 'MethodNotAllowed');
    const operation = operations[request.method ?? ''];
    return operation === undefined ? refuse(call, 'MethodNotAllowed') : operation(call, objects, body);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket,
    region: 'eu-central-1',
    credentials,
    objects,
    calls,
    fail: (failure) => void failures.push(failure),
    async close() {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Few keys a page, so that every listing of a test has to be continued. */
const pageSize = 2;

/** ListObjectsV2: keys below the prefix in order, `continuation-token` being the last key of the page before. */
function list(response: ServerResponse, objects: Map<string, StoredObject>, query: URLSearchParams): void {
  const after = query.get('continuation-token') ?? '';
  const keys = [...objects.keys()]
    .filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after)
    .sort();
  const page = keys.slice(0, pageSize);
  const more = keys.length > pageSize;
  const contents = page.map((key) => {
    const { body, storedAt } = objects.get(key) ?? { body: Buffer.alloc(0), storedAt: new Date(0) };
    const fields = `<Key>${key}</Key><LastModified>${storedAt.toISOString()}</LastModified><Size>${body.length}</Size>`;
    return `<Contents>${fields}</Contents>`;
  });
  const next = more ? `<NextContinuationToken>${page.at(-1) ?? ''}</NextContinuationToken>` : '';
  response
    .writeHead(200, { 'content-type': 'application/xml' })
    .end(
      `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`,
    );
}

const operations: Record<string, (call: Call, objects: Map<string, StoredObject>, body: Buffer) => void> = {
  PUT(call, objects, body) {
    const { headers } = call.request;
    if (String(headers['x-amz-content-sha256']).startsWith('STREAMING-'))
      return refuse(call, 'NotImplemented');
    const promised = headers['x-amz-checksum-sha256'];
    const checksum = createHash('sha256').update(body).digest('base64');
    if (promised !== undefined && promised !== checksum) return refuse(call, 'BadDigest');
    const metadata = Object.fromEntries(
      Object.entries(headers)
        .filter(([name]) => name.startsWith('x-amz-meta-'))
        .map(([name, value]) => [name.slice('x-amz-meta-'.length), String(value)]),
    );
    const contentType = headers['content-type'] ?? 'binary/octet-stream';
    objects.set(call.key, { body, contentType, metadata, storedAt: new Date() });
    call.response.writeHead(200, { etag: etag(body) }).end();
  },
  GET(call, objects) {
    const object = objects.get(call.key);
    if (object === undefined) return refuse(call, 'NoSuchKey');
    const size = object.body.length;
    const range = /^bytes=(\d+)-(\d*)$/.exec(call.request.headers.range ?? '');
    if (range === null) return void call.response.writeHead(200, describe(object, size)).end(object.body);
    const start = Number(range[1]);
    const end = Math.min(range[2] === '' ? size - 1 : Number(range[2]), size - 1);
    if (start >= size) return refuse(call, 'InvalidRange');
    call.response
      .writeHead(206, {
        ...describe(object, end - start + 1),
        'content-range': `bytes ${start}-${end}/${size}`,
      })
      .end(object.body.subarray(start, end + 1));
  },
  HEAD(call, objects) {
    const object = objects.get(call.key);
    if (object === undefined) return refuse(call, 'NoSuchKey');
    call.response.writeHead(200, describe(object, object.body.length)).end();
  },
  DELETE(call, objects) {
    objects.delete(call.key);
    call.response.writeHead(204).end();
  },
};

function describe(object: StoredObject, length: number): Record<string, string | number> {
  return {
    'content-length': length,
    'content-type': object.contentType,
    'accept-ranges': 'bytes',
    etag: etag(object.body),
    ...Object.fromEntries(
      Object.entries(object.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]),
    ),
  };
}

function etag(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

/** S3's error document; a HEAD answer has no body, so its status is all that the client learns. */
function refuse({ request, response, key }: Call, code: string, status = statusOf[code] ?? 500): void {
  response.writeHead(status, { 'content-type': 'application/xml', 'x-amz-request-id': 'FAKE' });
  if (request.method === 'HEAD') return void response.end();
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code} on ${key}</Message>` +
      '<RequestId>FAKE</RequestId></Error>',
  );
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
